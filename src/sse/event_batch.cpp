#include "sse/event_batch.h"

#include "sse/field.h"
#include "sse/utf8.h"

namespace sse {

namespace {

constexpr std::size_t kTextToKeep = std::size_t{256} * 1024;
constexpr std::size_t kRecordsToKeep = std::size_t{16} * 1024;

}  // namespace

void EventBatch::clear() {
  text_.clear_keeping(kTextToKeep);
  records_.clear_keeping(kRecordsToKeep);
  closed_ = 0;
  units_ = 0;
  ascii_ = true;
  expect_ascii_ = false;
}

std::string_view EventBatch::part(std::size_t begin, std::size_t end) const {
  return as_text(text().subspan(begin, end - begin));
}

bool EventBatch::close_part(std::size_t begin) {
  const Bytes written = text_.view_from(begin);
  if (expect_ascii_ || written.empty()) {
    units_ += written.size();
    return true;
  }
  utf8::Measure measure = utf8::measure(written);
  if (!measure.well_formed) {
    if (!repair(begin)) return false;
    measure = utf8::measure(text_.view_from(begin));
  }
  ascii_ = ascii_ && measure.ascii;
  units_ += measure.utf16_units;
  return true;
}

bool EventBatch::repair(std::size_t begin) {
  ByteBuffer raw;
  if (!raw.append(text_.view_from(begin))) return false;
  text_.truncate(begin);
  return utf8::append_repaired(text_, raw.view());
}

bool EventBatch::close_record(RecordKind kind, const Rest& rest) {
  Record record{};
  record.kind = kind;
  record.has_id = rest.has_id ? 1 : 0;
  record.has_type = rest.has_type ? 1 : 0;
  record.type_index = rest.type_index;

  if (!close_part(closed_)) return false;
  record.data_end = static_cast<std::uint32_t>(text_.size());
  record.data_units_end = static_cast<std::uint32_t>(units_);

  if (!text_.append(rest.id) || !close_part(record.data_end)) return false;
  record.id_end = static_cast<std::uint32_t>(text_.size());
  record.id_units_end = static_cast<std::uint32_t>(units_);

  if (!text_.append(rest.type) || !close_part(record.id_end)) return false;
  record.type_end = static_cast<std::uint32_t>(text_.size());
  record.type_units_end = static_cast<std::uint32_t>(units_);

  // Places are 32 bits wide.
  if (text_.size() > UINT32_MAX || !records_.append(record)) return false;
  closed_ = text_.size();
  return true;
}

}  // namespace sse
