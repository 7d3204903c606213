#include "sse/text_groups.h"

#include "sse/inline.h"
#include "sse/slack.h"
#include "sse/utf16.h"
#include "sse/utf16_length.h"
#include "sse/utf8.h"

namespace sse {

namespace {

constexpr std::size_t kUnitsToKeep = std::size_t{128} * 1024;
constexpr std::size_t kGroupsToKeep = 1024;
constexpr std::size_t kRecordsToKeep = std::size_t{16} * 1024;

SSE_ALWAYS_INLINE std::uint32_t begin_of(const Record& record) {
  const std::uint32_t begin = record.data_begin < record.id_begin ? record.data_begin : record.id_begin;
  return begin < record.type_begin ? begin : record.type_begin;
}

SSE_ALWAYS_INLINE std::uint32_t end_of(const Record& record) {
  const std::uint32_t end = record.data_end > record.id_end ? record.data_end : record.id_end;
  return end > record.type_end ? end : record.type_end;
}

std::size_t text_size(std::span<const Record> records) {
  std::size_t size = 0;
  for (const Record& record : records) size += end_of(record) - begin_of(record);
  return size;
}

SSE_NEVER_INLINE utf16::Length length_of_some(const std::uint8_t* begin, const std::uint8_t* end) {
  return utf16::length_of(begin, end);
}

}  // namespace

bool TextGroups::cut(EventBatch& batch, std::size_t least_utf8) {
  groups_.clear_keeping(kGroupsToKeep);
  wide_text_.clear_keeping(kUnitsToKeep);
  placed_.clear_keeping(kRecordsToKeep);

  std::span<Record> records(batch.records_.data(), batch.records_.size());
  const std::size_t all = records.size();
  if (!records.empty() && !batch.text_.make_room(kFullSlack)) return false;
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
    const Bytes bytes(text + begin, text + end);
    const bool is_ascii = (flags & Record::kAscii) != 0 || utf8::is_ascii(bytes.data(), bytes.size());
    if (!is_ascii && placed_.empty() && !placed_.append(batch.records_.view())) return false;
    std::span<Record> placed;
    if (!placed_.empty()) {
      placed = {placed_.data() + (all - records.size()), count};
      placed.front().flags |= Record::kBeginsGroup;
    }

    bool done = false;
    if (is_ascii) {
      done = groups_.append({bytes.data(), static_cast<std::uint32_t>(bytes.size()), TextForm::ascii, begin, 0});
    } else if (bytes.size() >= least_utf8 && text != batch.text_.data()) {
      done = add_utf8(text, bytes, placed);
    } else {
      // In the batch's own text nothing stands between the parts: what is cut off at the end of one must not merge with
      // the next. And the groups point into the wide text: it must not move.
      done = (!wide_text_.empty() || wide_text_.make_room(text_size(records) + kFullSlack)) && add_utf16(text, placed);
    }
    if (!done) return false;
    records = records.subspan(count);
  }
  records_ = placed_.empty() ? batch.records_.view() : placed_.view();
  return true;
}

bool TextGroups::add_utf8(const std::uint8_t* text, Bytes bytes, std::span<Record> records) {
  const std::uint8_t* at = bytes.data();
  std::uint32_t units = 0;
  std::uint32_t pairs = 0;
  const auto pass = [&](std::uint32_t place) {
    const utf16::Length length = utf16::length_of(at, text + place);
    units += static_cast<std::uint32_t>(length.units);
    pairs |= length.pairs;
    at = text + place;
    return units;
  };
  const auto place_part = [&](std::uint32_t& begin, std::uint32_t& end, std::uint32_t known_units) SSE_INLINE_LAMBDA {
    const std::uint32_t part_end = end;
    begin = pass(begin);
    if (known_units == 0) {
      end = pass(part_end);
    } else {
      at = text + part_end;
      end = units += known_units;
    }
  };
  for (Record& record : records) {
    const bool has_id = record.id_begin != record.id_end;
    const bool id_is_first = record.id_begin < record.data_begin;
    const bool is_ascii = (record.flags & Record::kAscii) != 0;
    const std::uint8_t* const block = at;
    const std::uint32_t units_before = units;
    if (has_id && id_is_first) place_part(record.id_begin, record.id_end, 0);
    place_part(record.data_begin, record.data_end, is_ascii ? record.data_end - record.data_begin : record.data_units);
    pairs |= record.flags & Record::kHasPairs;
    if (has_id && !id_is_first) place_part(record.id_begin, record.id_end, 0);
    if (!has_id) record.id_begin = record.id_end = record.data_end;
    if (record.type_begin == record.type_end) {
      record.type_begin = record.type_end = record.id_end;
    } else {
      // It stands anywhere in its block.
      for (std::uint32_t* const place : {&record.type_begin, &record.type_end}) {
        const utf16::Length length = length_of_some(block, text + *place);
        *place = units_before + static_cast<std::uint32_t>(length.units);
        pairs |= length.pairs;
      }
    }
  }
  // Without pairs, ill-formed text makes as many code units as were counted, in the same places, or more.
  return groups_.append(
      {bytes.data(), static_cast<std::uint32_t>(bytes.size()), TextForm::utf8, 0, pairs == 0 ? units : 0});
}

bool TextGroups::add_utf16(const std::uint8_t* text, std::span<Record> records) {
  const std::size_t begin = wide_text_.size();
  // A part is decoded by itself: what is cut off at its end does not merge with the part behind it.
  const auto decode_part = [&](std::uint32_t part_begin, std::uint32_t& part_end) {
    const Bytes part(text + part_begin, text + part_end);
    if (!part.empty() && !utf16::append_decoded(wide_text_, part, kFullSlack)) return false;
    part_end = static_cast<std::uint32_t>(wide_text_.size() - begin);
    return true;
  };
  for (Record& record : records) {
    const std::uint32_t id_begin = record.id_begin;
    const std::uint32_t type_begin = record.type_begin;
    const std::uint32_t data_begin = record.data_begin;
    record.data_begin = static_cast<std::uint32_t>(wide_text_.size() - begin);
    if (!decode_part(data_begin, record.data_end)) return false;
    record.id_begin = record.data_end;
    if (!decode_part(id_begin, record.id_end)) return false;
    record.type_begin = record.id_end;
    if (!decode_part(type_begin, record.type_end)) return false;
  }
  return groups_.append(
      {wide_text_.data() + begin, static_cast<std::uint32_t>(wide_text_.size() - begin), TextForm::utf16, 0, 0});
}

}  // namespace sse
