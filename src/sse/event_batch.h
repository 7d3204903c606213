#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "sse/buffer.h"
#include "sse/inline.h"

namespace sse {

enum class RecordKind : std::uint8_t {
  /// An event to dispatch.
  event,
  /// A block that had an `id` field and yields no event (no data, or a type that nobody listens to): the last event ID
  /// changed all the same.
  last_event_id,
  /// A `retry` field: the data are its digits.
  retry,
  /// A comment: the data are what follows the colon, and one space if there is one.
  comment,
  /// A field that the standard ignores. The data are its value, the id its name, the type the whole line.
  unknown_field,
  /// A `retry` field whose value is not all digits. The data are the value, the type the whole line.
  invalid_retry,
};

/// One thing that a chunk yielded, as places in the batch's text. Every place is an end: a part begins where the part
/// before it ended, the first part of a record where the record before it ended.
///
///     text     data 0  id 0  type 0  data 1  type 1  ...
///                    ^     ^       ^
///     record 0  data_end id_end type_end
///
/// In memory, four little-endian words:
///
///     word  0                                     1         2       3
///           kind | flags << 8 | type_index << 16  data_end  id_end  type_end
struct Record {
  /// The block had an `id` field; the id part is then the last event ID, and empty if the field was.
  static constexpr std::uint8_t kHasId = 1;
  /// The event type buffer was not empty: tells `event: message` from a block that names no type.
  static constexpr std::uint8_t kHasType = 2;
  /// The record is the first of a TextGroup.
  static constexpr std::uint8_t kBeginsGroup = 4;
  /// That group stands in the wide text.
  static constexpr std::uint8_t kWide = 8;

  RecordKind kind;
  std::uint8_t flags;
  /// For an event: its number in the parser's EventTypes, or `EventTypes::kUnlisted` when the type part spells it out.
  std::uint8_t type_index;
  std::uint8_t unused;
  std::uint32_t data_end;
  std::uint32_t id_end;
  std::uint32_t type_end;

  bool has_id() const { return (flags & kHasId) != 0; }
  bool has_type() const { return (flags & kHasType) != 0; }
};
static_assert(sizeof(Record) == 16);

/// What becomes of ill-formed UTF-8 in the text of a batch.
enum class IllFormed : std::uint8_t {
  /// U+FFFD stands in its place, and all text is well formed.
  repaired,
  /// It stays as it came, for a reader that decodes each part of a record by itself and so repairs it anyway.
  kept,
};

/// What one chunk yielded: records, and the text that they point into. Views of it die with the next change.
class EventBatch {
 public:
  explicit EventBatch(IllFormed ill_formed = IllFormed::repaired) : ill_formed_(ill_formed) {}

  const Buffer<Record>& records() const { return records_; }
  Bytes text() const { return text_.view(); }

  std::string_view data(std::size_t index) const { return part(data_begin(index), records_.data()[index].data_end); }
  std::string_view id(std::size_t index) const {
    return part(records_.data()[index].data_end, records_.data()[index].id_end);
  }
  std::string_view type(std::size_t index) const {
    return part(records_.data()[index].id_end, records_.data()[index].type_end);
  }

  /// Forgets what it holds, and gives back memory that only an unusually large event needed.
  void clear();

  /// Text behind the last record: where the data of the event being read are written, so that an event that lies in one
  /// chunk is copied once.
  Bytes open_text() const { return text_.view_from(closed_); }
  [[nodiscard]] bool append_open(Bytes bytes) { return text_.append(bytes); }
  [[nodiscard]] bool append_open(std::uint8_t byte) { return text_.append(byte); }
  [[nodiscard]] bool append_open_line(Bytes line) { return text_.append(line) && text_.append('\n'); }
  /// Room for so much open text; nullptr when the memory cannot be had. `end_open` says how far it was written.
  [[nodiscard]] SSE_ALWAYS_INLINE std::uint8_t* open_room(std::size_t bytes) {
    return text_.make_room(bytes) ? text_.data() + text_.size() : nullptr;
  }
  void end_open(const std::uint8_t* end) { text_.truncate(static_cast<std::size_t>(end - text_.data())); }
  void drop_open() { text_.truncate(closed_); }
  void shorten_open(std::size_t by) { text_.truncate(text_.size() - by); }

  /// What stands behind the data in a record.
  struct Rest {
    std::uint8_t flags = 0;
    std::uint8_t type_index = 0;
    Bytes id = {};
    Bytes type = {};
  };

  /// Makes the open text the data of a record. False when the memory cannot be had.
  [[nodiscard]] SSE_ALWAYS_INLINE bool close_record(RecordKind kind, const Rest& rest) {
    Record record{};
    record.kind = kind;
    record.flags = rest.flags;
    record.type_index = rest.type_index;
    if (!end_part(closed_, record.data_end)) return false;
    if (!append_part(rest.id, record.data_end, record.id_end)) return false;
    if (!append_part(rest.type, record.id_end, record.type_end)) return false;
    // Places are 32 bits wide.
    if (text_.size() > UINT32_MAX || !records_.append(record)) return false;
    closed_ = text_.size();
    return true;
  }

 private:
  friend class TextGroups;

  std::string_view part(std::size_t begin, std::size_t end) const;
  std::size_t data_begin(std::size_t index) const { return index == 0 ? 0 : records_.data()[index - 1].type_end; }
  [[nodiscard]] SSE_ALWAYS_INLINE bool end_part(std::size_t begin, std::uint32_t& end) {
    if (ill_formed_ == IllFormed::repaired && !repair(begin)) return false;
    end = static_cast<std::uint32_t>(text_.size());
    return true;
  }
  [[nodiscard]] SSE_ALWAYS_INLINE bool append_part(Bytes part, std::size_t begin, std::uint32_t& end) {
    end = static_cast<std::uint32_t>(begin);
    return part.empty() || (text_.append(part) && end_part(begin, end));
  }
  [[nodiscard]] bool repair(std::size_t begin);

  ByteBuffer text_;
  Buffer<Record> records_;
  std::size_t closed_ = 0;
  IllFormed ill_formed_;
};

}  // namespace sse
