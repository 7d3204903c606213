#include "sse/text_groups.h"

#include "sse/inline.h"
#include "sse/utf16.h"
#include "sse/utf8.h"

namespace sse {

namespace {

constexpr std::size_t kUnitsToKeep = std::size_t{128} * 1024;
constexpr std::size_t kGroupsToKeep = 1024;

SSE_ALWAYS_INLINE std::uint32_t begin_of(const Record& record) {
  return record.data_begin < record.id_begin ? record.data_begin : record.id_begin;
}

SSE_ALWAYS_INLINE std::uint32_t end_of(const Record& record) {
  return record.data_end > record.type_end ? record.data_end : record.type_end;
}

std::size_t text_size(std::span<const Record> records) {
  std::size_t size = 0;
  for (const Record& record : records) size += end_of(record) - begin_of(record);
  return size;
}

}  // namespace

bool TextGroups::cut(EventBatch& batch) {
  groups_.clear_keeping(kGroupsToKeep);
  wide_text_.clear_keeping(kUnitsToKeep);

  std::span<Record> records(batch.records_.data(), batch.records_.size());
  if (!records.empty() && !batch.text_.make_room(utf16::kFullSlack)) return false;
  while (!records.empty()) {
    Record& first = records.front();
    const std::uint8_t* const text = batch.text_of(first);
    const std::uint32_t begin = begin_of(first);
    std::uint32_t end = end_of(first);
    std::uint8_t flags = first.flags;
    std::size_t count = 1;
    for (; count < records.size(); ++count) {
      const Record& next = records[count];
      const std::uint32_t next_end = end_of(next);
      if (batch.text_of(next) != text || next_end - begin > kGroupBytes) break;
      end = next_end;
      flags &= next.flags;
    }
    first.flags |= Record::kBeginsGroup;
    const std::uint8_t* const text_begin = text + begin;
    if ((flags & Record::kAscii) != 0 || utf8::is_ascii(text_begin, end - begin)) {
      if (!groups_.append({.begin = text_begin, .length = end - begin, .wide = 0, .base = begin})) return false;
    } else {
      // The groups point into it: it must not move.
      if (wide_text_.empty() && !wide_text_.make_room(text_size(records) + utf16::kFullSlack)) return false;
      if (!add_wide(text, records.first(count))) return false;
    }
    records = records.subspan(count);
  }
  return true;
}

bool TextGroups::add_wide(const std::uint8_t* text, std::span<Record> records) {
  const std::size_t begin = wide_text_.size();
  // A part is decoded by itself: what is cut off at its end does not merge with the part behind it.
  const auto decode_part = [&](std::uint32_t part_begin, std::uint32_t& part_end) {
    const Bytes part(text + part_begin, text + part_end);
    if (!part.empty() && !utf16::append_decoded(wide_text_, part, utf16::kFullSlack)) return false;
    part_end = static_cast<std::uint32_t>(wide_text_.size() - begin);
    return true;
  };
  for (Record& record : records) {
    const std::uint32_t id_begin = record.id_begin;
    const std::uint32_t type_begin = record.id_end;
    const std::uint32_t data_begin = record.data_begin;
    record.data_begin = static_cast<std::uint32_t>(wide_text_.size() - begin);
    if (!decode_part(data_begin, record.data_end)) return false;
    record.id_begin = record.data_end;
    if (!decode_part(id_begin, record.id_end) || !decode_part(type_begin, record.type_end)) return false;
  }
  return groups_.append({.begin = wide_text_.data() + begin,
                         .length = static_cast<std::uint32_t>(wide_text_.size() - begin),
                         .wide = 1,
                         .base = 0});
}

}  // namespace sse
