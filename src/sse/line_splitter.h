#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "sse/buffer.h"
#include "sse/find_line_end.h"
#include "sse/inline.h"

namespace sse {

/// A line of an event stream without its end, or as much of it as one chunk holds.
struct LinePiece {
  Bytes bytes;
  bool begins = true;
  bool ends = true;
};

/// Cuts chunks into lines, wherever the chunks were cut. It stores none of the stream's bytes: a line that spans chunks
/// comes in pieces.
class LineSplitter {
 public:
  /// Starts on a chunk. Pieces of the chunk before must have been taken to the last.
  SSE_ALWAYS_INLINE void begin_chunk(const std::uint8_t* chunk, std::size_t size) {
    begin_ = chunk;
    at_ = begin_;
    end_ = chunk + size;
    if (bom_matched_ != kBomPassed) match_bom();
  }

  /// Takes the next piece of the chunk. False when the chunk is used up.
  bool next(LinePiece& piece) {
    if (bom_to_return_ != 0) {
      piece = {Bytes(kBom).first(bom_to_return_), true, false};
      bom_to_return_ = 0;
      in_line_ = true;
      return true;
    }
    pass_line_end();
    if (at_ == end_) return false;

    const std::uint8_t* const line_end = find_line_end(at_, end_, begin_);
    piece = {{at_, line_end}, !in_line_, line_end != end_};
    in_line_ = !piece.ends;
    at_ = line_end;
    if (piece.ends) {
      after_cr_ = *at_ == '\r';
      ++at_;
    }
    return true;
  }

  /// What is left of the chunk, when it begins with the beginning of a line; else empty.
  SSE_ALWAYS_INLINE Bytes lines_left() {
    pass_line_end();
    if (in_line_ || bom_to_return_ != 0) return {};
    return {at_, end_};
  }

  /// Goes on behind what was taken of `lines_left`. That ended with a line; `ends_with_cr` says how, if it was all.
  SSE_ALWAYS_INLINE void skip_to(const std::uint8_t* at, bool ends_with_cr) {
    at_ = at;
    after_cr_ = ends_with_cr;
  }

  void reset() { *this = LineSplitter(); }

 private:
  static constexpr std::array<std::uint8_t, 3> kBom = {0xEF, 0xBB, 0xBF};
  static constexpr std::uint8_t kBomPassed = 0xFF;

  /// [spec] "The UTF-8 decode algorithm strips one leading UTF-8 Byte Order Mark (BOM), if any." One, and no other
  /// bytes: a beginning that turns out to be no BOM belongs to the first line.
  SSE_NEVER_INLINE void match_bom() {
    while (at_ != end_) {
      if (*at_ != kBom[bom_matched_]) {
        bom_to_return_ = bom_matched_;
        bom_matched_ = kBomPassed;
        return;
      }
      ++at_;
      if (++bom_matched_ == kBom.size()) {
        bom_matched_ = kBomPassed;
        return;
      }
    }
  }

  /// A CR ended its line at once, so that the event is not held up until the next byte comes; if that byte is LF, the
  /// pair was one line end.
  SSE_ALWAYS_INLINE void pass_line_end() {
    if (!after_cr_ || at_ == end_) return;
    after_cr_ = false;
    if (*at_ == '\n') ++at_;
  }

  const std::uint8_t* begin_ = nullptr;
  const std::uint8_t* at_ = nullptr;
  const std::uint8_t* end_ = nullptr;
  std::uint8_t bom_matched_ = 0;
  std::uint8_t bom_to_return_ = 0;
  bool after_cr_ = false;
  bool in_line_ = false;
};

}  // namespace sse
