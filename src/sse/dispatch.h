#pragma once

#include <cstddef>
#include <cstdint>

#include "sse/buffer.h"
#include "sse/event_batch.h"
#include "sse/event_types.h"

namespace sse {

/// The buffers that an event stream has while it is interpreted, and what empties them.
///
/// [spec] "When an event stream is parsed, a data buffer, an event type buffer, and a last event ID buffer must be associated
/// with it. They must be initialized to the empty string."
///
/// Every function that returns a bool returns false when the memory cannot be had.
class EventBuffers {
 public:
  /// Puts a piece of a value into the data buffer. While the event lies in one chunk, the data buffer is the open end of the
  /// batch's text.
  [[nodiscard]] bool append_data(Bytes piece, EventBatch& batch) {
    return held_.empty() ? batch.append_open(piece) : held_.append(piece);
  }

  /// [spec] "Append the field value to the data buffer, then append a single U+000A LINE FEED (LF) character to the data
  /// buffer."
  [[nodiscard]] bool end_data_line(EventBatch& batch) {
    return held_.empty() ? batch.append_open('\n') : held_.append('\n');
  }

  /// [spec] "Set the event type buffer to field value."
  [[nodiscard]] bool set_event_type(Bytes value);

  /// [spec] "If the field value does not contain U+0000 NULL, then set the last event ID buffer to the field value.
  /// Otherwise, ignore the field."
  [[nodiscard]] bool set_last_event_id(Bytes value);

  /// [spec] "dispatch the event": closes a record of the batch, if the event is one that `types` wants.
  [[nodiscard]] bool dispatch(const EventTypes& types, EventBatch& batch);

  /// Takes the data of an event that is not complete out of the batch: because the chunk ends, or because something that comes
  /// before the event needs a record.
  [[nodiscard]] bool hold_data(EventBatch& batch);

  /// Bytes in the buffers that belong to the event being read.
  std::size_t size(const EventBatch& batch) const { return held_.size() + batch.open_text().size() + event_type_.size(); }

  /// Whether nothing is waiting for the end of its block.
  bool at_block_start(const EventBatch& batch) const { return size(batch) == 0 && !block_has_id_; }

  Bytes last_event_id() const { return last_event_id_.view(); }

  /// Forgets the event being read.
  void discard(EventBatch& batch);
  /// Forgets all of it, the last event ID too.
  void reset();

 private:
  /// Data of an event that began in an earlier chunk.
  ByteBuffer held_;
  ByteBuffer event_type_;
  ByteBuffer last_event_id_;
  bool block_has_id_ = false;
};

}  // namespace sse
