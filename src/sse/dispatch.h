#pragma once

#include <cstddef>
#include <cstdint>

#include "sse/buffer.h"
#include "sse/event_batch.h"
#include "sse/event_types.h"
#include "sse/field.h"
#include "sse/inline.h"

namespace sse {

/// The buffers that an event stream has while it is interpreted, and what empties them.
///
/// [spec] "When an event stream is parsed, a data buffer, an event type buffer, and a last event ID buffer must be
/// associated with it. They must be initialized to the empty string."
///
/// Data go to the open end of the batch's text, the type and the ID stay where they are in the chunk. `hold` copies
/// what outlives the chunk.
///
/// Every function that returns a bool returns false when the memory cannot be had.
class EventBuffers {
 public:
  /// Puts a piece of a value into the data buffer.
  [[nodiscard]] bool append_data(Bytes piece, EventBatch& batch) {
    return held_data_.empty() ? batch.append_open(piece) : held_data_.append(piece);
  }

  /// [spec] "Append the field value to the data buffer, then append a single U+000A LINE FEED (LF) character to the
  /// data buffer."
  [[nodiscard]] bool append_data_line(Bytes value, EventBatch& batch) {
    return !held_data_.empty() ? hold_data_line(value) : batch.append_open_line(value);
  }

  /// [spec] "Set the event type buffer to field value."
  void set_event_type(Bytes value) { event_type_ = value; }

  /// [spec] "If the field value does not contain U+0000 NULL, then set the last event ID buffer to the field value.
  /// Otherwise, ignore the field."
  void set_last_event_id(Bytes value);

  /// The ID of a block that was dispatched elsewhere.
  SSE_ALWAYS_INLINE void take_last_event_id(Bytes id) { last_event_id_ = id; }

  /// [spec] "dispatch the event": closes a record of the batch, if the event is one that `types` wants.
  [[nodiscard]] bool dispatch(EventTypes& types, EventBatch& batch);

  /// Takes the data of an event that is not complete out of the batch: because the chunk ends, or because something
  /// that comes before the event needs a record.
  [[nodiscard]] SSE_ALWAYS_INLINE bool hold_data(EventBatch& batch) {
    return batch.open_text().empty() || hold_open_text(batch);
  }

  /// Copies the event type and the last event ID out of the chunk.
  [[nodiscard]] bool hold_fields() {
    return hold(event_type_, held_event_type_) && hold(last_event_id_, held_last_event_id_);
  }

  /// Whether nothing of a block has been read.
  bool is_between_events(const EventBatch& batch) const {
    return held_data_.empty() && batch.open_text().empty() && event_type_.empty() && !block_has_id_;
  }

  /// Bytes in the buffers that belong to the event being read.
  std::size_t size(const EventBatch& batch) const {
    return held_data_.size() + batch.open_text().size() + event_type_.size();
  }

  Bytes last_event_id() const { return last_event_id_; }

  /// Forgets the event being read.
  void discard(EventBatch& batch);
  /// Forgets all of it, the last event ID too.
  void reset();

 private:
  bool hold_data_line(Bytes value);
  /// Copies a field out of the chunk.
  SSE_ALWAYS_INLINE static bool hold(Bytes& field, ByteBuffer& held) {
    return field.empty() || field.data() == held.data() || copy(field, held);
  }
  static bool copy(Bytes& field, ByteBuffer& held);
  bool hold_open_text(EventBatch& batch);
  void forget_event();

  /// Data of an event that began in an earlier chunk.
  ByteBuffer held_data_;
  ByteBuffer held_event_type_;
  ByteBuffer held_last_event_id_;
  /// In the chunk, or in what is held.
  Bytes event_type_;
  Bytes last_event_id_;
  bool block_has_id_ = false;
};

}  // namespace sse
