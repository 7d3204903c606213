#include "sse/event_stream_parser.h"
#include "sse/find_line_end.h"
#include "sse/plain_text.h"
#include "sse/short_text.h"
#include "sse/slack.h"

// Events that are usual blocks, known to fit. This file is compiled for speed and the rest for size; an event that is
// anything else is left to `process_piece`, from its first line, which knows all that is here too.
namespace sse {

namespace {

/// So much of a chunk is first looked at to find the end of a block that began before; twice as much each time.
constexpr std::size_t kFirstPiece = 256;

/// What the beginning of a block gets: most of the block has room in it.
constexpr std::size_t kFirstRoom = 256;

/// A larger piece of a value is worth the ado of what may have more in it.
constexpr std::size_t kSmallPiece = 64;

}  // namespace

/// [spec] "dispatch the event"; src/sse/dispatch.cpp has the same in the standard's words. Or the report of a `retry`
/// field. False when the memory cannot be had.
SSE_NEVER_INLINE bool EventStreamParser::dispatch_usual(const std::uint8_t* text, bool in_chunk, EventBatch& batch) {
  const std::uint8_t* const block = in_chunk ? nullptr : text;
  const auto pass_over = [&]() {
    if (!block_.all_ascii) batch.pass_wide_text();
    return true;
  };
  if (block_.is_retry) {
    const Bytes value = block_.data.in(text);
    if (!is_ascii_digits(value)) return pass_over();
    EventBatch::Rest rest;
    if (block_.all_ascii) rest.flags = Record::kAscii;
    return batch.add_in_place(RecordKind::retry, rest, value, block) || fail(Status::out_of_memory);
  }

  EventBatch::Rest rest;
  std::uint32_t type = EventTypes::kMessage;
  const Bytes type_text = block_.type.in(text);
  if (!type_text.empty()) {
    type = types_.number_of(type_text);
    rest.flags = Record::kHasType;
  }
  const bool wanted = block_.has_data && types_.wants(type);
  if (!wanted && !block_.has_id) return pass_over();

  RecordKind kind = RecordKind::event;
  Bytes data = block_.data.in(text);
  if (wanted) {
    rest.type_index = static_cast<std::uint8_t>(type);
    if (type == EventTypes::kUnlisted) rest.type = type_text;
  } else {
    kind = RecordKind::last_event_id;
    rest.flags = 0;
    data = block_.id.in(text).first(0);
  }
  if (block_.has_id) {
    rest.flags |= Record::kHasId;
    rest.id = block_.id.in(text);
    buffers_.take_last_event_id(rest.id);
  }
  if (block_.all_ascii) rest.flags |= Record::kAscii;

  const bool done = block_.has_more_data && wanted ? append_data_lines(text, batch) && batch.close_record(kind, rest)
                                                   : batch.add_in_place(kind, rest, data, block);
  return done || fail(Status::out_of_memory);
}

/// [spec] "Append the field value to the data buffer, then append a single U+000A LINE FEED (LF) character to the data
/// buffer", for each of several fields; and "if the data buffer's last character is a U+000A LINE FEED (LF) character,
/// then remove the last character".
SSE_NEVER_INLINE bool EventStreamParser::append_data_lines(const std::uint8_t* text, EventBatch& batch) {
  const std::uint8_t* const end = text + block_.size();
  const std::uint8_t* line_end = nullptr;
  for (const std::uint8_t* at = text; at != end; at = line_end + 1) {
    line_end = find_line_end(at, end, text);
    const Bytes line(at, line_end);
    if (!begins_with(first_bytes(line), 5, first_bytes_of("data:"))) continue;
    if (!batch.append_open_line(value_after(line, 4))) return false;
  }
  batch.shorten_open(1);
  return true;
}

/// Takes what is at the beginning of a chunk of a value that began before: how many bytes, not necessarily all. They
/// are all of most chunks that a long line comes in.
SSE_ALWAYS_INLINE std::size_t EventStreamParser::continue_value(Bytes chunk, [[maybe_unused]] std::size_t slack) {
  if (!block_.is_in_value(unfinished_block_.size())) return 0;
  if (chunk.size() > kFirstPiece) return continue_long_value(chunk);
#if SSE_HAS_SIMD
  const std::size_t taken = chunk.size();
  if (taken > kSmallPiece || slack < kBlock) return 0;
  std::uint32_t wide = 0;
  for (std::size_t at = 0; at < taken; at += kBlock) {
    const simd::Block block = simd::load(chunk.data() + at);
    // What stands behind the chunk does not count.
    const std::uint32_t there = taken - at < kBlock ? (1U << (taken - at)) - 1 : 0xFFFF;
    if ((simd::high_bits(simd::at_most(block, kLastRareByte)) & there) != 0) return 0;
    wide |= simd::high_bits(block) & there;
  }
  if (!unfinished_block_.append(chunk)) return 0;
  block_.pass_value(taken, wide == 0);
  return taken;
#else
  return 0;
#endif
}

/// All of it is copied at once, and nothing that stands behind it.
SSE_NEVER_INLINE std::size_t EventStreamParser::continue_long_value(Bytes chunk) {
  const std::uint8_t* const end = chunk.data() + chunk.size();
  SeenBytes seen;
  const std::uint8_t* const line_end = find_line_end(skip_plain(chunk.data(), end), end, chunk.data(), seen);
  const auto taken = static_cast<std::size_t>(line_end - chunk.data());
  // Then there is room for what `continue_block` takes next.
  const std::size_t room = taken + kFirstPiece + kFullSlack;
  if (!unfinished_block_.make_room(room) || !unfinished_block_.append(chunk.first(taken))) return 0;
  block_.pass_value(taken, seen.all_ascii());
  return taken;
}

Status EventStreamParser::push(const std::uint8_t* chunk, std::size_t size, std::size_t slack, EventBatch& batch) {
  if (status_ != Status::ok) return status_;

  // Where all of the chunk fits, no line need be asked whether it does.
  const std::size_t most = buffers_.size(batch) + unfinished_line_.size() + unfinished_block_.size() + size;
  const bool may_be_usual = most <= options_.max_event_size;

  if (may_be_usual) {
    const std::size_t taken = continue_value({chunk, size}, slack);
    chunk += taken;
    size -= taken;
    if (size == 0) return status_;
  }

  bool done = may_be_usual || unfinished_block_.empty() || read_unusual_block(batch);
  batch.begin_chunk(chunk, slack);
  lines_.begin_chunk(chunk, size);
  done = done && (unfinished_block_.empty() || continue_block(batch)) && process_lines(may_be_usual, batch);
  if (!done) return give_up(batch);
  if (unfinished_block_.empty()) unfinished_block_.clear_keeping(0);
  return status_;
}

bool EventStreamParser::read_usual_events(EventBatch& batch) {
  const Bytes left = lines_.lines_left();
  const std::uint8_t* const end = left.data() + left.size();
  const std::uint8_t* at = left.data();
  while (at != end) {
    at = read_short_events(at, end, batch);
    if (at == end) break;
    // A blank line behind a comment, or one more behind an event.
    if (*at == '\n') {
      ++at;
      continue;
    }
    const UsualBlock::Outcome outcome = block_.read(at, static_cast<std::size_t>(end - at), what_matters());
    if (outcome == UsualBlock::Outcome::unfinished) {
      // What there is of it says nothing to anybody yet.
      const auto begun = static_cast<std::size_t>(end - at);
      if (!unfinished_block_.make_room(kFirstRoom) || !unfinished_block_.append(at, begun)) {
        return fail(Status::out_of_memory);
      }
      lines_.skip_to(end, false);
      return true;
    }
    const bool is_taken = outcome == UsualBlock::Outcome::whole && dispatch_usual(at, true, batch);
    const std::size_t size = block_.size();
    block_ = {};
    if (!is_taken) break;
    at += size;
    if (at != end && at[-1] == '\r' && *at == '\n') ++at;
  }
  if (at != left.data()) lines_.skip_to(at, at[-1] == '\r');
  return status_ == Status::ok;
}

SSE_NEVER_INLINE bool EventStreamParser::continue_block(EventBatch& batch) {
  const Bytes left = lines_.lines_left();
  const std::uint8_t* at = left.data();
  const std::uint8_t* const end = at + left.size();
  std::size_t piece = kFirstPiece;
  while (at != end) {
    const auto there = static_cast<std::size_t>(end - at);
    const std::size_t size = unfinished_block_.size();
    const std::size_t next = there < piece ? there : piece;
    if (!unfinished_block_.make_room(next + kFullSlack) || !unfinished_block_.append(at, next)) {
      return fail(Status::out_of_memory);
    }
    const std::uint8_t* const text = unfinished_block_.data();
    const UsualBlock::Outcome outcome = block_.read(text, unfinished_block_.size(), what_matters());
    if (outcome == UsualBlock::Outcome::whole && dispatch_usual(text, false, batch)) {
      lines_.skip_to(at + (block_.size() - size), text[block_.size() - 1] == '\r');
      if (!buffers_.hold_fields()) return fail(Status::out_of_memory);
      batch.adopt(unfinished_block_);
      unfinished_block_.clear();
      block_ = {};
      return true;
    }
    at += unfinished_block_.size() - size;
    if (outcome != UsualBlock::Outcome::unfinished) {
      if (status_ != Status::ok || !read_unusual_block(batch)) return false;
      lines_.begin_chunk(at, static_cast<std::size_t>(end - at));
      return true;
    }
    piece *= 2;
  }
  lines_.skip_to(end, false);
  return true;
}

}  // namespace sse
