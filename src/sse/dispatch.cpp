#include "sse/dispatch.h"

namespace sse {

namespace {

/// What a buffer may keep between events, so that a parser at rest holds next to nothing.
constexpr std::size_t kBytesToKeep = 64;

}  // namespace

bool EventBuffers::hold_data_line(Bytes value) { return held_data_.append(value) && held_data_.append('\n'); }

bool EventBuffers::copy(Bytes& field, ByteBuffer& held) {
  if (!held.assign(field)) return false;
  field = held.view();
  return true;
}

void EventBuffers::set_last_event_id(Bytes value) {
  if (contains_null(value)) return;
  block_has_id_ = true;
  last_event_id_ = value;
}

bool EventBuffers::dispatch(EventTypes& types, EventBatch& batch) {
  // [spec] "2. If the data buffer is an empty string, set the data buffer and the event type buffer to the empty string
  // and return."
  const bool has_data = !held_data_.empty() || !batch.open_text().empty();

  // [spec] "Initialize event's type attribute to 'message' [...] 5. If the event type buffer has a value other than the
  // empty string, change the type of the newly created event to equal the value of the event type buffer."
  const std::uint32_t type = event_type_.empty() ? EventTypes::kMessage : types.number_of(event_type_);
  const bool wanted = has_data && types.wants(type);

  EventBatch::Rest rest;
  // [spec] "1. [...] set the last event ID string of the event source to the value of the last event ID buffer. The
  // buffer does not get reset": it is told only after a block that set it.
  if (block_has_id_) {
    rest.flags = Record::kHasId;
    rest.id = last_event_id_;
  }

  bool done = true;
  if (wanted) {
    if (!event_type_.empty()) rest.flags |= Record::kHasType;
    rest.type_index = static_cast<std::uint8_t>(type);
    if (type == EventTypes::kUnlisted) rest.type = event_type_;
    if (!held_data_.empty()) done = batch.append_open(held_data_.view());
    // [spec] "3. If the data buffer's last character is a U+000A LINE FEED (LF) character, then remove the last
    // character from the data buffer."
    if (done) batch.shorten_open(1);
  } else {
    batch.drop_open();
  }
  const RecordKind kind = wanted ? RecordKind::event : RecordKind::last_event_id;
  if (done && (wanted || block_has_id_)) done = batch.close_record(kind, rest);

  forget_event();
  return done;
}

bool EventBuffers::hold_open_text(EventBatch& batch) {
  if (!held_data_.append(batch.open_text())) return false;
  batch.drop_open();
  return true;
}

void EventBuffers::forget_event() {
  held_data_.clear_keeping(kBytesToKeep);
  held_event_type_.clear_keeping(kBytesToKeep);
  event_type_ = {};
  block_has_id_ = false;
}

void EventBuffers::discard(EventBatch& batch) {
  batch.drop_open();
  forget_event();
  if (!hold(last_event_id_, held_last_event_id_)) last_event_id_ = {};
}

void EventBuffers::reset() {
  forget_event();
  held_last_event_id_.clear_keeping(kBytesToKeep);
  last_event_id_ = {};
}

}  // namespace sse
