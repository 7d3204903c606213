#include "sse/event_stream_parser.h"

namespace sse {

namespace {

constexpr std::size_t kBytesToKeep = 64;

}  // namespace

bool EventStreamParser::fail(Status status) {
  status_ = status;
  return false;
}

bool EventStreamParser::fits(std::size_t extra, const EventBatch& batch) {
  const std::size_t size = buffers_.size(batch) + extra;
  if (size <= options_.max_event_size) return true;
  event_size_ = size;
  return fail(Status::event_too_large);
}

bool EventStreamParser::process_other_field(const Field& field, Bytes line, EventBatch& batch) {
  if (!is_of_interest(field.name)) return true;
  if (!fits(line.size(), batch)) return false;

  switch (field.name) {
    // [spec] "If the field name is 'event'"
    case FieldName::event:
      buffers_.set_event_type(field.value);
      return true;

    // [spec] "If the field name is 'id'"
    case FieldName::id:
      buffers_.set_last_event_id(field.value);
      return true;

    // [spec] "If the field name is 'retry': If the field value consists of only ASCII digits, then interpret the field
    // value as an integer in base ten, and set the event stream's reconnection time to that integer. Otherwise, ignore
    // the field."
    case FieldName::retry:
      if (is_ascii_digits(field.value)) return report(RecordKind::retry, field.value, {}, {}, batch);
      if (!options_.report_ignored_fields) return true;
      return report(RecordKind::invalid_retry, field.value, {}, line, batch);

    // [spec] "If the line starts with a U+003A COLON character (:): Ignore the line." A report changes nothing in the
    // stream.
    case FieldName::comment:
      return report(RecordKind::comment, field.value, {}, {}, batch);

    // [spec] "Otherwise: The field is ignored."
    case FieldName::unknown:
      return report(RecordKind::unknown_field, field.value, field.name_text, line, batch);

    case FieldName::data:
      break;
  }
  return true;
}

bool EventStreamParser::process_line(Bytes line, EventBatch& batch) {
  // [spec] "If the line is empty (a blank line): Dispatch the event."
  if (line.empty()) return buffers_.dispatch(types_, batch) || fail(Status::out_of_memory);

  const Field field = split_field(line);

  // [spec] "If the field name is 'data'"
  if (field.name == FieldName::data) {
    if (!fits(field.value.size(), batch)) return false;
    return buffers_.append_data_line(field.value, batch) || fail(Status::out_of_memory);
  }
  return process_other_field(field, line, batch);
}

bool EventStreamParser::process_lines(bool may_be_usual, EventBatch& batch) {
  bool at_block = buffers_.is_between_events(batch);
  do {
    if (may_be_usual && at_block && !read_usual_events(batch)) return false;
    LinePiece piece;
    if (!lines_.next(piece)) break;
    if (!process_piece(piece, batch)) return false;
    // A block that is not usual is not looked at twice.
    at_block = piece.begins && piece.bytes.empty();
  } while (true);
  return hold(batch);
}

bool EventStreamParser::read_unusual_block(EventBatch& batch) {
  lines_.begin_chunk(unfinished_block_.data(), unfinished_block_.size());
  if (!process_lines(false, batch)) return false;
  forget_block();
  return true;
}

void EventStreamParser::forget_block() {
  unfinished_block_.clear_keeping(0);
  block_ = {};
}

bool EventStreamParser::process_piece(LinePiece piece, EventBatch& batch) {
  batch.pass_wide_text();
  if (piece.begins && piece.ends) return process_line(piece.bytes, batch);
  if (!continue_line(piece, batch)) return false;
  if (!piece.ends) return true;
  if (!value_is_taken() && !process_line(unfinished_line_.view(), batch)) return false;
  return end_pieces();
}

bool EventStreamParser::hold(EventBatch& batch) {
  const bool done = buffers_.hold_data(batch) && buffers_.hold_fields();
  return done || fail(Status::out_of_memory);
}

Status EventStreamParser::give_up(EventBatch& batch) {
  buffers_.discard(batch);
  forget_block();
  unfinished_line_.clear_keeping(kBytesToKeep);
  return status_;
}

bool EventStreamParser::continue_line(LinePiece piece, EventBatch& batch) {
  if (piece.begins) line_ = Line::undecided;
  Bytes rest = piece.bytes;

  if (line_ == Line::undecided) {
    const std::size_t missing = kDecisiveBytes - unfinished_line_.size();
    const Bytes head = rest.first(rest.size() < missing ? rest.size() : missing);
    if (!unfinished_line_.append(head)) return fail(Status::out_of_memory);
    rest = rest.subspan(head.size());
    if (unfinished_line_.size() == kDecisiveBytes) {
      const Field field = split_field(unfinished_line_.view());
      if (field.name == FieldName::data) {
        line_ = Line::data;
        if (!append_data(field.value, batch)) return false;
        unfinished_line_.clear();
      } else if (is_of_interest(field.name)) {
        line_ = Line::kept;
      } else {
        line_ = Line::skipped;
        unfinished_line_.clear();
      }
    }
  }

  if (line_ == Line::data && !append_data(rest, batch)) return false;
  if (line_ == Line::kept) {
    if (!fits(unfinished_line_.size() + rest.size(), batch)) return false;
    if (!unfinished_line_.append(rest)) return fail(Status::out_of_memory);
  }
  if (line_ == Line::data && piece.ends && !buffers_.append_data_line({}, batch)) return fail(Status::out_of_memory);
  return true;
}

bool EventStreamParser::end_pieces() {
  // The line is about to go.
  if (!buffers_.hold_fields()) return fail(Status::out_of_memory);
  unfinished_line_.clear_keeping(kBytesToKeep);
  line_ = Line::undecided;
  return true;
}

bool EventStreamParser::append_data(Bytes piece, EventBatch& batch) {
  if (!fits(piece.size(), batch)) return false;
  return buffers_.append_data(piece, batch) || fail(Status::out_of_memory);
}

bool EventStreamParser::report(RecordKind kind, Bytes data, Bytes name, Bytes line, EventBatch& batch) {
  const bool done =
      buffers_.hold_data(batch) && batch.append_open(data) && batch.close_record(kind, {.id = name, .type = line});
  return done || fail(Status::out_of_memory);
}

bool EventStreamParser::is_of_interest(FieldName name) const {
  if (name == FieldName::comment) return options_.report_comments;
  if (name == FieldName::unknown) return options_.report_ignored_fields;
  return true;
}

Status EventStreamParser::end_line(EventBatch& batch) {
  if (status_ != Status::ok) return status_;
  if (!unfinished_block_.empty() && !read_unusual_block(batch)) return give_up(batch);
  const bool unfinished = line_ != Line::undecided || !unfinished_line_.empty();
  constexpr std::uint8_t kLineEnd = '\n';
  return unfinished ? push({&kLineEnd, 1}, batch) : status_;
}

void EventStreamParser::end() {
  EventBatch nothing;
  buffers_.discard(nothing);
  forget_block();
  lines_.reset();
  unfinished_line_.clear_keeping(kBytesToKeep);
  line_ = Line::undecided;
}

void EventStreamParser::reset() {
  end();
  buffers_.reset();
  status_ = Status::ok;
  event_size_ = 0;
}

}  // namespace sse
