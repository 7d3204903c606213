#pragma once

#include <cstddef>
#include <cstdint>

#include "sse/buffer.h"
#include "sse/dispatch.h"
#include "sse/event_batch.h"
#include "sse/event_types.h"
#include "sse/field.h"
#include "sse/inline.h"
#include "sse/line_splitter.h"
#include "sse/usual_block.h"

namespace sse {

enum class Status : std::uint8_t {
  ok,
  /// More bytes came for one event than `max_event_size` allows.
  event_too_large,
  /// The memory for an event could not be had.
  out_of_memory,
};

struct ParserOptions {
  /// Bytes that may be held for one event: its data (line ends between data lines counted), its event type, and the
  /// line being read. The same whatever the chunking.
  std::size_t max_event_size = std::size_t{64} * 1024 * 1024;
  bool report_comments = false;
  /// Reports fields that the standard ignores, and `retry` fields that are not all digits.
  bool report_ignored_fields = false;
};

/// Interprets an event stream.
///
///     sse::EventStreamParser parser;
///     sse::EventBatch batch;
///     while (read(chunk)) {
///       batch.clear();
///       if (parser.push(chunk, batch) != sse::Status::ok) break;
///       for (std::size_t i = 0; i < batch.records().size(); ++i) use(batch.records().data()[i].kind, batch.data(i));
///     }
///
/// HTML standard, section 9.2.6 "Interpreting an event stream".
class EventStreamParser {
 public:
  explicit EventStreamParser(ParserOptions options = {}) : options_(options) {}

  /// Reads a chunk, cut anywhere, and adds to `batch` what it yields; the batch must be empty. The work is linear in
  /// the chunk.
  ///
  /// After a status other than `ok`, the batch holds what came before the failure, and the parser takes nothing more
  /// (it answers with the same status) until `reset`.
  ///
  /// `slack` is how many bytes behind the chunk may be read too: `kFullSlack` of them make the reading of small chunks
  /// faster.
  SSE_ALWAYS_INLINE Status push(Bytes chunk, EventBatch& batch, std::size_t slack = 0) {
    return push(chunk.data(), chunk.size(), slack, batch);
  }

  /// Takes back what is held of an event that has not ended, if that is `most` bytes at most and all that there is of
  /// it: for a caller that can put it in front of the next chunk, where all of the event stands together. Good until
  /// the next call.
  SSE_ALWAYS_INLINE Bytes take_unfinished(std::size_t most) {
    if (unfinished_block_.empty() || unfinished_block_.size() > most) return {};
    const Bytes text = unfinished_block_.view();
    unfinished_block_.clear();
    block_ = {};
    return text;
  }

  /// [spec] "Once the end of the file is reached, any pending data must be discarded. (If the file ends in the middle
  /// of an event, before the final empty line, the incomplete event is not dispatched.)" The parser is then ready for
  /// another stream and keeps the last event ID.
  void end();

  /// Ready for a new stream; forgets the last event ID and a failure too.
  void reset();

  /// Reads what is there of an unfinished line as if it had ended. The next call is `end` or `reset`.
  Status end_line(EventBatch& batch);

  /// The event types that somebody listens to; all of them, unless said otherwise.
  EventTypes& types() { return types_; }

  ParserOptions& options() { return options_; }

  /// [spec] The last event ID buffer, as it came. It may be of a block that never ended; the last event ID *string*,
  /// which a client sends to the server, is the id of the last record that has one.
  Bytes last_event_id() const { return buffers_.last_event_id(); }

  /// After `event_too_large`: the bytes that had come for the event, as far as they had been read.
  std::size_t event_size() const { return event_size_; }

 private:
  Status push(const std::uint8_t* chunk, std::size_t size, std::size_t slack, EventBatch& batch);

  enum class Line : std::uint8_t {
    /// Too little of the line has come to know its field.
    undecided,
    /// The value of a `data` field, which goes to the data buffer as it comes.
    data,
    /// Any other field that is of interest. The line is kept until its end.
    kept,
    /// Nobody is told of this line.
    skipped,
  };

  /// Takes events for as long as they are usual blocks, and what is there of the next. The parser is between events.
  bool read_usual_events(EventBatch& batch);
  /// Takes events for as long as they are whole and simple; where it stopped.
  const std::uint8_t* read_short_events(const std::uint8_t* at, const std::uint8_t* end, EventBatch& batch);
  std::size_t continue_value(Bytes chunk, std::size_t slack);
  std::size_t continue_long_value(Bytes chunk);
  /// Takes the rest of the unfinished block.
  bool continue_block(EventBatch& batch);
  bool dispatch_usual(const std::uint8_t* text, bool in_chunk, EventBatch& batch);
  bool append_data_lines(const std::uint8_t* text, EventBatch& batch);
  /// Takes the unfinished block for what it turned out to be, any lines.
  bool read_unusual_block(EventBatch& batch);
  void forget_block();
  bool process_lines(bool may_be_usual, EventBatch& batch);
  bool process_piece(LinePiece piece, EventBatch& batch);
  bool process_line(Bytes line, EventBatch& batch);
  bool process_other_field(const Field& field, Bytes line, EventBatch& batch);
  bool continue_line(LinePiece piece, EventBatch& batch);
  bool end_pieces();
  /// Whether a line that came in pieces has been dealt with before its end.
  bool value_is_taken() const { return line_ == Line::data || line_ == Line::skipped; }
  bool hold(EventBatch& batch);
  bool append_data(Bytes piece, EventBatch& batch);
  bool report(RecordKind kind, Bytes data, Bytes name, Bytes line, EventBatch& batch);
  bool fits(std::size_t extra, const EventBatch& batch);
  bool fail(Status status);
  Status give_up(EventBatch& batch);
  bool is_of_interest(FieldName name) const;
  UsualBlock::Matters what_matters() const { return {options_.report_comments, options_.report_ignored_fields}; }

  ParserOptions options_;
  LineSplitter lines_;
  EventBuffers buffers_;
  EventTypes types_;
  /// The beginning of a usual block that spans chunks, and what is known of it. While there is one, nothing of the
  /// block is in the buffers, and no line is unfinished.
  ByteBuffer unfinished_block_;
  UsualBlock block_;
  /// The beginning of a line that spans chunks, while its field is undecided or kept.
  ByteBuffer unfinished_line_;
  Line line_ = Line::undecided;
  Status status_ = Status::ok;
  std::size_t event_size_ = 0;
};

}  // namespace sse
