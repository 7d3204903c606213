#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "sse/buffer.h"

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

/// One thing that a chunk yielded, as places in the batch's text. Every place is an end: a part begins where the part before
/// it ended, the first part of a record where the record before it ended.
///
///     text     data 0  id 0  type 0  data 1  type 1  ...        UTF-8, well formed
///                    ^     ^       ^
///     record 0  data_end id_end type_end                        in bytes
///               data_units_end, id_units_end, type_units_end    the same places in UTF-16 code units
///
/// In memory, eight little-endian words:
///
///     word  0                    1           2         3       4         5               6             7
///           kind | has_id << 8   type_index  data_end  id_end  type_end  data_units_end  id_units_end  type_units_end
///           | has_type << 16
struct Record {
  RecordKind kind;
  /// 1 when the block had an `id` field; the id part is then the last event ID, and empty if the field was.
  std::uint8_t has_id;
  /// 1 when the event type buffer was not empty: tells `event: message` from a block that names no type.
  std::uint8_t has_type;
  std::uint8_t unused;
  /// For an event: its number in the parser's EventTypes, or `EventTypes::kUnlisted` when the type part spells it out.
  std::uint32_t type_index;
  std::uint32_t data_end;
  std::uint32_t id_end;
  std::uint32_t type_end;
  std::uint32_t data_units_end;
  std::uint32_t id_units_end;
  std::uint32_t type_units_end;
};
static_assert(sizeof(Record) == 32);

/// What one chunk yielded: records, and the text that they point into. Views of it die with the next change.
class EventBatch {
 public:
  const Buffer<Record>& records() const { return records_; }
  Bytes text() const { return text_.view(); }
  /// True while all text is ASCII: bytes and UTF-16 code units are then the same places.
  bool ascii() const { return ascii_; }

  std::string_view data(std::size_t index) const { return part(data_begin(index), records_.data()[index].data_end); }
  std::string_view id(std::size_t index) const { return part(records_.data()[index].data_end, records_.data()[index].id_end); }
  std::string_view type(std::size_t index) const { return part(records_.data()[index].id_end, records_.data()[index].type_end); }

  /// Forgets what it holds, and gives back memory that only an unusually large event needed.
  void clear();

  /// Text behind the last record: where the data of the event being read are written, so that an event that lies in one
  /// chunk is copied once.
  Bytes open_text() const { return text_.view_from(closed_); }
  [[nodiscard]] bool append_open(Bytes bytes) { return text_.append(bytes); }
  [[nodiscard]] bool append_open(std::uint8_t byte) { return text_.append(byte); }
  void drop_open() { text_.truncate(closed_); }
  void shorten_open(std::size_t by) { text_.truncate(text_.size() - by); }

  /// What stands behind the data in a record.
  struct Rest {
    bool has_id = false;
    bool has_type = false;
    std::uint32_t type_index = 0;
    Bytes id = {};
    Bytes type = {};
  };

  /// Makes the open text the data of a record. Ill-formed parts of any text are repaired.
  /// False when the memory cannot be had.
  [[nodiscard]] bool close_record(RecordKind kind, const Rest& rest);

  /// Says that all text of the records to come is ASCII, which spares looking at it.
  void expect_ascii(bool ascii) { expect_ascii_ = ascii; }

 private:
  std::string_view part(std::size_t begin, std::size_t end) const;
  std::size_t data_begin(std::size_t index) const { return index == 0 ? 0 : records_.data()[index - 1].type_end; }
  [[nodiscard]] bool close_part(std::size_t begin);
  [[nodiscard]] bool repair(std::size_t begin);

  ByteBuffer text_;
  Buffer<Record> records_;
  std::size_t closed_ = 0;
  std::size_t units_ = 0;
  bool ascii_ = true;
  bool expect_ascii_ = false;
};

}  // namespace sse
