#include "sse/event_batch.h"

#include "sse/field.h"

namespace sse {

namespace {

constexpr std::size_t kTextToKeep = std::size_t{256} * 1024;
/// A parser gets it in exchange for its own.
constexpr std::size_t kBlockToKeep = std::size_t{4} * 1024;
constexpr std::size_t kRecordsToKeep = std::size_t{16} * 1024;

}  // namespace

void EventBatch::forget() {
  text_.clear_keeping(kTextToKeep);
  block_.clear_keeping(kBlockToKeep);
  records_.clear_keeping(kRecordsToKeep);
  chunk_ = nullptr;
  closed_ = 0;
}

bool EventBatch::close_record(RecordKind kind, const Rest& rest) {
  Record record{};
  record.kind = kind;
  record.flags = rest.flags;
  record.type_index = rest.type_index;
  record.data_begin = static_cast<std::uint32_t>(closed_);
  record.data_end = record.id_begin = static_cast<std::uint32_t>(text_.size());
  if (!text_.append(rest.id)) return false;
  record.id_end = record.type_begin = static_cast<std::uint32_t>(text_.size());
  if (!text_.append(rest.type)) return false;
  record.type_end = static_cast<std::uint32_t>(text_.size());
  // Places are 32 bits wide.
  if (text_.size() > UINT32_MAX || !records_.append(record)) return false;
  closed_ = text_.size();
  return true;
}

bool EventBatch::add_in_place(RecordKind kind, const Rest& rest, Bytes data, const std::uint8_t* block) {
  return add_in_place_at_once(kind, rest, data, block);
}

std::string_view EventBatch::part(std::size_t index, std::uint32_t Record::*begin, std::uint32_t Record::*end) const {
  const Record& record = records_.data()[index];
  const std::uint8_t* const text = text_of(record);
  return as_text({text + record.*begin, text + record.*end});
}

}  // namespace sse
