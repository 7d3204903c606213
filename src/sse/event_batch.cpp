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
}

std::string_view EventBatch::part(std::size_t begin, std::size_t end) const {
  return as_text(text().subspan(begin, end - begin));
}

bool EventBatch::repair(std::size_t begin) {
  const Bytes written = text_.view_from(begin);
  if (utf8::is_well_formed(written)) return true;
  ByteBuffer raw;
  if (!raw.append(written)) return false;
  text_.truncate(begin);
  return utf8::append_repaired(text_, raw.view());
}

}  // namespace sse
