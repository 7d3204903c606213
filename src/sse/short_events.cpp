#include <bit>

#include "sse/event_stream_parser.h"
#include "sse/field.h"
#include "sse/inline.h"
#include "sse/plain_text.h"
#include "sse/short_text.h"
#include "sse/simd.h"
#include "sse/slack.h"
#include "sse/utf16_length.h"

// Most events of most streams are whole in their chunk, of usual fields, and neither near the chunk's end nor
// ill at ease in other ways. They are read here, with all that is known of a block in registers. What is not so simple
// is left, from the first line of its block, to `UsualBlock`, which knows all that is here too.
namespace sse {

#if SSE_HAS_SIMD

namespace {

/// So much is looked at from where a line begins: its longest name, and two blocks behind that.
constexpr std::ptrdiff_t kReach = 6 + 2 * kBlock;
static_assert(kFullSlack >= kReach);

struct Value {
  const std::uint8_t* begin = nullptr;
  const std::uint8_t* end = nullptr;

  Bytes bytes() const { return {begin, end}; }
};

/// What lines have in them; some bytes behind a line end may be among them. Numbers and no vectors, which cost an
/// engine more than the search when it has to lay them aside.
struct Seen {
  /// Not 0 when there are others than ASCII.
  std::uint32_t wide = 0;
  /// Not 0 when there are some that begin a sequence of four.
  std::uint32_t leads_of_pairs = 0;
  /// How many are not the first of a sequence.
  std::uint32_t inner = 0;
};

/// The same as `find_near_line_end` for what is no plain text.
SSE_ALWAYS_INLINE const std::uint8_t* find_line_end_in_any(const std::uint8_t* at, const std::uint8_t* last,
                                                           Seen& seen) {
  simd::Block highest = simd::zero();
  for (; at <= last; at += 2 * kBlock) {
    const simd::Block one = simd::load(at);
    const simd::Block other = simd::load(at + kBlock);
    const auto bits_of_both = [&](auto bits_of) SSE_INLINE_LAMBDA { return bits_of(one) | bits_of(other) << kBlock; };
    highest = simd::higher(highest, simd::higher(one, other));
    std::uint32_t inner = bits_of_both(utf16::inner_bytes);
    const simd::Block rare = simd::either(simd::at_most(one, kLastRareByte), simd::at_most(other, kLastRareByte));
    if (simd::high_bits(rare) != 0) {
      const std::uint32_t ends = bits_of_both([](simd::Block block) SSE_INLINE_LAMBDA {
        return simd::high_bits(simd::either(simd::equal(block, '\n'), simd::equal(block, '\r')));
      });
      const std::uint32_t nulls =
          bits_of_both([](simd::Block block) SSE_INLINE_LAMBDA { return simd::high_bits(simd::equal(block, 0)); });
      const std::uint32_t before_end = (ends & (0 - ends)) - 1;
      if ((nulls & before_end) != 0) return nullptr;
      if (ends != 0) {
        inner &= before_end;
        seen.inner += static_cast<std::uint32_t>(std::popcount(inner));
        const std::uint32_t wide = simd::high_bits(highest);
        seen.wide |= wide;
        if (wide != 0) seen.leads_of_pairs |= utf16::leads_of_pairs(highest);
        return at + std::countr_zero(ends);
      }
    }
    seen.inner += static_cast<std::uint32_t>(std::popcount(inner));
  }
  return nullptr;
}

/// Finds the end of a line of which the bytes before `at` are known; it may be one of what stands behind the chunk.
/// Null when it is too far behind `last`, or when there is a NUL.
SSE_ALWAYS_INLINE const std::uint8_t* find_near_line_end(const std::uint8_t* at, const std::uint8_t* last, Seen& seen) {
  std::uint32_t found = bytes_of_note(simd::load(at));
  if (found == 0) {
    at += kBlock;
    if (at > last) return nullptr;
    if (is_plain<2>(at)) {
      at += 2 * kBlock;
      while (last - at >= 4 * kBlock && is_plain<4>(at)) at += 4 * kBlock;
      for (; at <= last && is_plain<2>(at); at += 2 * kBlock) {
      }
      if (at > last) return nullptr;
    }
    found = bytes_of_note(simd::load(at)) | bytes_of_note(simd::load(at + kBlock)) << kBlock;
  }
  const std::uint8_t* const first = at + std::countr_zero(found);
  if (*first == '\n' || *first == '\r') return first;
  return find_line_end_in_any(at, last, seen);
}

}  // namespace

const std::uint8_t* EventStreamParser::read_short_events(const std::uint8_t* at, const std::uint8_t* end,
                                                         EventBatch& batch) {
  if (end + batch.chunk_slack() - at < kReach) return at;
  const std::uint8_t* const last = batch.chunk_slack() < kReach ? end + batch.chunk_slack() - kReach : end - 1;
  const bool comments_matter = options_.report_comments;
  const bool names_matter = options_.report_ignored_fields;
  const auto leave = [&]() SSE_INLINE_LAMBDA {
    batch.drop_open();
    return at;
  };

  std::uint32_t last_type = EventTypes::kMessage;
  while (at <= last) {
    if (*at == '\n') {
      ++at;
      continue;
    }
    Value data;
    Value id;
    Value type;
    Seen seen;
    std::uint32_t data_inner = 0;
    const std::uint8_t* line = at;
    const std::uint8_t* next = nullptr;
    do {
      if (line > last) return leave();
      const std::uint64_t head = first_bytes({line, 8});
      FieldName field = FieldName::unknown;
      const std::uint8_t* value = line;
      if (begins_with(head, 5, first_bytes_of("data:"))) {
        // [spec] "Append the field value to the data buffer, then append a single U+000A LINE FEED (LF) character to
        // the data buffer": one value is left where it is, and the last of several follows when the event is
        // dispatched.
        if (data.begin != nullptr && !batch.append_open_line(data.bytes())) return leave();
        field = FieldName::data;
        value += 5;
      } else if (begins_with(head, 3, first_bytes_of("id:"))) {
        field = FieldName::id;
        value += 3;
      } else if (begins_with(head, 6, first_bytes_of("event:"))) {
        field = FieldName::event;
        value += 6;
      } else if (*line == ':' ? comments_matter : names_matter || may_mean_something(*line)) {
        return leave();
      }
      seen.inner = 0;
      const std::uint8_t* const line_end = find_near_line_end(value, last, seen);
      if (line_end == nullptr || end - line_end < 2) return leave();
      const Value found{value + (*value == ' ' ? 1 : 0), line_end};
      if (field == FieldName::data) {
        data = found;
        data_inner = seen.inner;
      } else if (field == FieldName::id) {
        id = found;
      } else if (field == FieldName::event) {
        type = found;
      }
      next = line_end + 1;
      if (*line_end == '\r' && *next == '\n' && ++next == end) return leave();
      line = next;
    } while (*next != '\n' && *next != '\r');
    const bool is_pair = *next == '\r' && end - next > 1 && next[1] == '\n';
    next += is_pair ? 2 : 1;

    EventBatch::Rest rest;
    std::uint32_t type_index = EventTypes::kMessage;
    if (type.begin != type.end) {
      const EventTypes::Ends ends = EventTypes::ends_of_slack(type.bytes());
      if (!types_.is_listed_as(last_type, type.bytes(), ends)) last_type = types_.number_of(type.bytes(), ends);
      type_index = last_type;
      rest.flags = Record::kHasType;
    }
    const bool wanted = data.begin != nullptr && types_.wants(type_index);
    if (wanted || id.begin != nullptr) {
      RecordKind kind = RecordKind::event;
      if (wanted) {
        rest.type_index = static_cast<std::uint8_t>(type_index);
        if (type_index == EventTypes::kUnlisted) rest.type = type.bytes();
      } else {
        kind = RecordKind::last_event_id;
        rest.flags = 0;
        data = {id.begin, id.begin};
        batch.drop_open();
      }
      if (id.begin != nullptr) {
        rest.flags |= Record::kHasId;
        rest.id = id.bytes();
        buffers_.take_last_event_id(rest.id);
      }
      if (seen.wide == 0) {
        rest.flags |= Record::kAscii;
      } else if (wanted) {
        const std::uint32_t pairs = seen.leads_of_pairs == 0 ? 0 : utf16::count_pairs(data.begin, data.end);
        if (pairs != 0) rest.flags |= Record::kHasPairs;
        rest.data_units = static_cast<std::uint32_t>(data.bytes().size()) - data_inner + pairs;
      }
      const bool done = batch.open_text().empty() ? batch.add_in_place_at_once(kind, rest, data.bytes(), nullptr)
                                                  : batch.append_open(data.bytes()) && batch.close_record(kind, rest);
      if (!done) return leave();
    } else if (seen.wide != 0) {
      batch.pass_wide_text();
    }
    batch.drop_open();
    at = next;
  }
  return at;
}

#else

const std::uint8_t* EventStreamParser::read_short_events(const std::uint8_t* at, const std::uint8_t* /*end*/,
                                                         EventBatch& /*batch*/) {
  return at;
}

#endif

}  // namespace sse
