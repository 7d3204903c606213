#include "sse/dispatch.h"

#include "sse/field.h"
#include "sse/utf8.h"

namespace sse {

namespace {

/// What a buffer may keep between events, so that a parser at rest holds next to nothing.
constexpr std::size_t kBytesToKeep = 64;

bool assign_repaired(ByteBuffer& to, Bytes value) {
  if (utf8::is_ascii(value)) return to.assign(value);
  to.clear();
  return utf8::append_repaired(to, value);
}

}  // namespace

bool EventBuffers::set_event_type(Bytes value) { return assign_repaired(event_type_, value); }

bool EventBuffers::set_last_event_id(Bytes value) {
  if (contains_null(value)) return true;
  block_has_id_ = true;
  return assign_repaired(last_event_id_, value);
}

bool EventBuffers::dispatch(const EventTypes& types, EventBatch& batch) {
  // [spec] "1. [...] set the last event ID string of the event source to the value of the last event ID buffer. The buffer
  // does not get reset": it is told only after a block that set it.
  const bool has_id = block_has_id_;
  const Bytes id = has_id ? last_event_id_.view() : Bytes();

  // [spec] "2. If the data buffer is an empty string, set the data buffer and the event type buffer to the empty string and
  // return."
  const bool has_data = !held_.empty() || !batch.open_text().empty();

  // [spec] "Initialize event's type attribute to 'message' [...] 5. If the event type buffer has a value other than the empty
  // string, change the type of the newly created event to equal the value of the event type buffer."
  const std::uint32_t type = event_type_.empty() ? EventTypes::kMessage : types.find(event_type_.view());

  bool done = true;
  if (has_data && types.wants(type)) {
    if (!held_.empty()) done = batch.append_open(held_.view());
    // [spec] "3. If the data buffer's last character is a U+000A LINE FEED (LF) character, then remove the last character from
    // the data buffer."
    if (done) batch.shorten_open(1);
    const Bytes type_text = type == EventTypes::kUnlisted ? event_type_.view() : Bytes();
    done = done && batch.close_record(RecordKind::event, {.has_id = has_id,
                                                          .has_type = !event_type_.empty(),
                                                          .type_index = type,
                                                          .id = id,
                                                          .type = type_text});
  } else {
    batch.drop_open();
    if (has_id) done = batch.close_record(RecordKind::last_event_id, {.has_id = true, .id = id});
  }

  discard(batch);
  return done;
}

bool EventBuffers::hold_data(EventBatch& batch) {
  const Bytes open = batch.open_text();
  if (open.empty()) return true;
  if (!held_.append(open)) return false;
  batch.drop_open();
  return true;
}

void EventBuffers::discard(EventBatch& batch) {
  batch.drop_open();
  held_.clear_keeping(kBytesToKeep);
  event_type_.clear_keeping(kBytesToKeep);
  block_has_id_ = false;
}

void EventBuffers::reset() {
  held_.clear_keeping(kBytesToKeep);
  event_type_.clear_keeping(kBytesToKeep);
  last_event_id_.clear_keeping(kBytesToKeep);
  block_has_id_ = false;
}

}  // namespace sse
