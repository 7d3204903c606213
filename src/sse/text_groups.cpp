#include "sse/text_groups.h"

#include "sse/inline.h"
#include "sse/utf16.h"
#include "sse/utf8.h"

namespace sse {

namespace {

constexpr std::size_t kUnitsToKeep = std::size_t{128} * 1024;
constexpr std::size_t kGroupsToKeep = 1024;

/// The records that a group of so many bytes has room for; one at least.
SSE_ALWAYS_INLINE std::span<Record> group_at(std::span<Record> records, std::uint32_t begin, std::size_t bytes) {
  std::size_t count = 1;
  while (count < records.size() && records[count].type_end - begin <= bytes) ++count;
  return records.first(count);
}

SSE_ALWAYS_INLINE void make_relative(std::span<Record> records, std::uint32_t begin) {
  for (Record& record : records) {
    record.data_end -= begin;
    record.id_end -= begin;
    record.type_end -= begin;
  }
}

}  // namespace

bool TextGroups::cut(EventBatch& batch) {
  groups_.clear_keeping(kGroupsToKeep);
  wide_text_.clear_keeping(kUnitsToKeep);

  if (!batch.text_.make_room(utf16::kFullSlack)) return false;
  const std::span<Record> records(batch.records_.data(), batch.records_.size());
  std::uint32_t begin = 0;
  for (std::size_t first = 0; first < records.size();) {
    std::span<Record> group = group_at(records.subspan(first), begin, kAsciiGroupBytes);
    const auto text_of = [&]() SSE_INLINE_LAMBDA { return batch.text().subspan(begin, group.back().type_end - begin); };
    const std::uint32_t end = group.back().type_end;
    if (utf8::is_long_ascii(text_of().data(), end - begin)) {
      if (begin != 0) make_relative(group, begin);
      if (!groups_.append({.begin = begin, .end = end, .wide = 0})) return false;
      begin = end;
    } else {
      group = group_at(group, begin, kWideGroupBytes);
      const std::uint32_t wide_end = group.back().type_end;
      if (!add_wide(text_of(), begin, group)) return false;
      group.front().flags |= Record::kWide;
      begin = wide_end;
    }
    group.front().flags |= Record::kBeginsGroup;
    first += group.size();
  }
  return true;
}

bool TextGroups::add_wide(Bytes text, std::size_t text_begin, std::span<Record> records) {
  const std::size_t begin = wide_text_.size();
  std::size_t at = 0;
  // A part is decoded by itself: what is cut off at its end does not merge with the part behind it.
  const auto decode_part = [&](std::uint32_t& end) {
    const std::size_t part_end = end - text_begin;
    if (part_end != at && !utf16::append_decoded(wide_text_, text.subspan(at, part_end - at), utf16::kFullSlack))
      return false;
    at = part_end;
    end = static_cast<std::uint32_t>(wide_text_.size() - begin);
    return true;
  };
  for (Record& record : records) {
    if (!decode_part(record.data_end) || !decode_part(record.id_end) || !decode_part(record.type_end)) return false;
  }
  return groups_.append(
      {.begin = static_cast<std::uint32_t>(begin), .end = static_cast<std::uint32_t>(wide_text_.size()), .wide = 1});
}

}  // namespace sse
