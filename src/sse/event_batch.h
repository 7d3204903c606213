#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <utility>

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

/// One thing that a chunk yielded, as places in a text: the batch's own, the chunk, or a block that began before it.
///
///     text     d d d d i i i t t t
///              ^       ^     ^    ^
///              data_begin    |    type_end
///                   data_end id_end
///                   id_begin type_begin
///
/// In the batch's own text the parts follow each other as drawn, record after record. Elsewhere they are where they
/// are, in any order. A part that there is not is empty, and begins where another one ends.
///
/// In memory, eight little-endian words:
///
///     word  0                                     1           2         3         4       5           6
///           kind | flags << 8 | type_index << 16  data_begin  data_end  id_begin  id_end  type_begin  type_end
///     word  7
///           data_units
struct Record {
  /// The block had an `id` field; the id part is then the last event ID, and empty if the field was.
  static constexpr std::uint8_t kHasId = 1;
  /// The event type buffer was not empty: tells `event: message` from a block that names no type.
  static constexpr std::uint8_t kHasType = 2;
  /// The record is the first of a TextGroup.
  static constexpr std::uint8_t kBeginsGroup = 4;
  /// The places are places in the chunk.
  static constexpr std::uint8_t kInChunk = 8;
  /// All bytes of the record, and of what stands between it and the one before it, are known to be ASCII.
  static constexpr std::uint8_t kAscii = 16;
  /// The places are places in the block that was adopted.
  static constexpr std::uint8_t kInBlock = 32;
  /// Data of `data_units` have surrogate pairs among them.
  static constexpr std::uint8_t kHasPairs = 64;

  RecordKind kind;
  std::uint8_t flags;
  /// For an event: its number in the parser's EventTypes, or `EventTypes::kUnlisted` when the type part spells it out.
  std::uint8_t type_index;
  std::uint8_t unused;
  std::uint32_t data_begin;
  std::uint32_t data_end;
  std::uint32_t id_begin;
  std::uint32_t id_end;
  std::uint32_t type_begin;
  std::uint32_t type_end;
  /// How many UTF-16 code units the data make if they are well formed; 0 when nobody has counted them.
  std::uint32_t data_units;

  bool is_in_chunk() const { return (flags & kInChunk) != 0; }
  bool has_id() const { return (flags & kHasId) != 0; }
  bool has_type() const { return (flags & kHasType) != 0; }
};
static_assert(sizeof(Record) == 32);

/// What one chunk yielded: records, and the text that they point into. What lies whole in the chunk is not copied, so a
/// batch is to be read while the chunk is there, unless it is settled (settle.h). Text is as it came, well formed or
/// not.
class EventBatch {
 public:
  const Buffer<Record>& records() const { return records_; }
  Bytes text() const { return text_.view(); }

  /// Where the places of a record are.
  const std::uint8_t* text_of(const Record& record) const {
    if (record.is_in_chunk()) return chunk_;
    return (record.flags & Record::kInBlock) != 0 ? block_.data() : text_.data();
  }

  std::string_view data(std::size_t index) const { return part(index, &Record::data_begin, &Record::data_end); }
  std::string_view id(std::size_t index) const { return part(index, &Record::id_begin, &Record::id_end); }
  std::string_view type(std::size_t index) const { return part(index, &Record::type_begin, &Record::type_end); }

  /// A parser begins to read a chunk, behind which `slack` bytes may be read too.
  void begin_chunk(const std::uint8_t* chunk, std::size_t slack) {
    chunk_ = chunk;
    chunk_slack_ = slack;
  }
  std::size_t chunk_slack() const { return chunk_slack_; }
  /// Something was passed over that yields no record and may have other bytes than ASCII: the next record that stands
  /// in the chunk, and the one before it, may be read with that between them.
  void pass_wide_text() { flags_to_drop_ = Record::kAscii; }
  /// Forgets what it holds, and gives back memory that only an unusually large event needed.
  SSE_ALWAYS_INLINE void clear() {
    if (!records_.empty() || !text_.empty() || !block_.empty()) forget();
  }

  /// Text behind the last record: where the data of the event being read are gathered.
  Bytes open_text() const { return text_.view_from(closed_); }
  [[nodiscard]] bool append_open(Bytes bytes) { return text_.append(bytes); }
  [[nodiscard]] bool append_open_line(Bytes line) { return text_.append(line) && text_.append('\n'); }
  void drop_open() { text_.truncate(closed_); }
  void shorten_open(std::size_t by) { text_.truncate(text_.size() - by); }

  /// What stands behind the data in a record.
  struct Rest {
    std::uint8_t flags = 0;
    std::uint8_t type_index = 0;
    Bytes id = {};
    Bytes type = {};
    std::uint32_t data_units = 0;
  };

  /// Makes the open text the data of a record. False when the memory cannot be had.
  [[nodiscard]] bool close_record(RecordKind kind, const Rest& rest);

  /// Takes over a block that began in an earlier chunk, and gives memory for another in exchange.
  void adopt(ByteBuffer& block) { std::swap(block_, block); }

  /// Makes a record of parts that stand in the chunk, or in a block that is about to be adopted and begins at `block`.
  /// False when the memory cannot be had.
  [[nodiscard]] bool add_in_place(RecordKind kind, const Rest& rest, Bytes data, const std::uint8_t* block);
  /// The same, where it is done for every event.
  [[nodiscard]] SSE_ALWAYS_INLINE bool add_in_place_at_once(RecordKind kind, const Rest& rest, Bytes data,
                                                            const std::uint8_t* block) {
    const std::uint8_t* const text = block == nullptr ? chunk_ : block;
    const auto data_begin = static_cast<std::uint32_t>(data.data() - text);
    const std::uint32_t data_end = data_begin + static_cast<std::uint32_t>(data.size());
    const std::uint32_t id_begin = rest.id.empty() ? data_end : static_cast<std::uint32_t>(rest.id.data() - text);
    const std::uint32_t id_end = id_begin + static_cast<std::uint32_t>(rest.id.size());
    const std::uint32_t type_begin = rest.type.empty() ? id_end : static_cast<std::uint32_t>(rest.type.data() - text);
    Record* const record = records_.add();
    if (record == nullptr) return false;
    record->kind = kind;
    record->flags = static_cast<std::uint8_t>(rest.flags & ~flags_to_drop_) |
                    (block == nullptr ? Record::kInChunk : Record::kInBlock);
    flags_to_drop_ = 0;
    record->type_index = rest.type_index;
    record->unused = 0;
    record->data_begin = data_begin;
    record->data_end = data_end;
    record->id_begin = id_begin;
    record->id_end = id_end;
    record->type_begin = type_begin;
    record->type_end = type_begin + static_cast<std::uint32_t>(rest.type.size());
    record->data_units = rest.data_units;
    return true;
  }

 private:
  friend class TextGroups;
  friend bool settle(EventBatch& batch);

  void forget();
  std::string_view part(std::size_t index, std::uint32_t Record::*begin, std::uint32_t Record::*end) const;

  ByteBuffer text_;
  ByteBuffer block_;
  Buffer<Record> records_;
  const std::uint8_t* chunk_ = nullptr;
  std::size_t chunk_slack_ = 0;
  std::size_t closed_ = 0;
  /// Of the next record that stands in the chunk.
  std::uint8_t flags_to_drop_ = 0;
};

}  // namespace sse
