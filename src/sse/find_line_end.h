#pragma once

#include <cstddef>
#include <cstdint>

#include "sse/inline.h"
#include "sse/plain_text.h"
#include "sse/simd.h"

namespace sse {

namespace scalar {

/// The first LF or CR in [begin, end), or `end`. The twin that the vector version is held equal to.
inline const std::uint8_t* find_line_end(const std::uint8_t* begin, const std::uint8_t* end) {
  while (begin != end && *begin != '\n' && *begin != '\r') ++begin;
  return begin;
}

}  // namespace scalar

/// Gathers what bytes were looked at, to say whether they are all ASCII. Some bytes behind a line end may be among
/// them.
class SeenBytes {
 public:
  SSE_ALWAYS_INLINE void add(std::uint8_t byte) { byte_ |= byte; }
#if SSE_HAS_SIMD
  SSE_ALWAYS_INLINE void add(simd::Block block) { block_ = simd::either(block_, block); }
  SSE_ALWAYS_INLINE bool all_ascii() const { return byte_ < 0x80 && simd::high_bits(block_) == 0; }
#else
  SSE_ALWAYS_INLINE bool all_ascii() const { return byte_ < 0x80; }
#endif

 private:
#if SSE_HAS_SIMD
  simd::Block block_ = simd::zero();
#endif
  std::uint8_t byte_ = 0;
};

/// Passes over plain text, in which no line ends, in long strides.
SSE_ALWAYS_INLINE const std::uint8_t* skip_plain(const std::uint8_t* at, const std::uint8_t* end) {
#if SSE_HAS_SIMD
  while (end - at >= 4 * kBlock && is_plain<4>(at)) at += 4 * kBlock;
#endif
  return at;
}

/// The first LF or CR in [begin, end), or `end`.
///
/// [spec] "Lines must be separated by either a U+000D CARRIAGE RETURN U+000A LINE FEED (CRLF) character pair, a single
/// U+000A LINE FEED (LF) character, or a single U+000D CARRIAGE RETURN (CR) character": these bytes occur in UTF-8 only
/// as themselves, so the search needs no decoding, and U+2028, U+0085 and their like end nothing.
///
/// `text` is where the text begins that [begin, end) is the rest of: the last bytes are looked at together with some
/// before them.
SSE_ALWAYS_INLINE const std::uint8_t* find_line_end(const std::uint8_t* begin, const std::uint8_t* end,
                                                    const std::uint8_t* text, SeenBytes& seen) {
#if SSE_HAS_SIMD
  const auto line_ends = [&](const std::uint8_t* at) SSE_INLINE_LAMBDA {
    const simd::Block block = simd::load(at);
    seen.add(block);
    return simd::high_bits(simd::either(simd::equal(block, '\n'), simd::equal(block, '\r')));
  };
  while (end - begin >= kBlock && is_plain<1>(begin)) begin += kBlock;
  for (; end - begin >= 16; begin += 16) {
    const std::uint32_t ends = line_ends(begin);
    if (ends != 0) return begin + std::countr_zero(ends);
  }
  if (end - text >= 16) {
    const std::uint32_t ends = line_ends(end - 16) >> (16 - (end - begin));
    return ends != 0 ? begin + std::countr_zero(ends) : end;
  }
#endif
  const std::uint8_t* const line_end = scalar::find_line_end(begin, end);
  for (; begin != line_end; ++begin) seen.add(*begin);
  return line_end;
}

inline const std::uint8_t* find_line_end(const std::uint8_t* begin, const std::uint8_t* end, const std::uint8_t* text) {
  SeenBytes seen;
  return find_line_end(begin, end, text, seen);
}

inline const std::uint8_t* find_line_end(const std::uint8_t* begin, const std::uint8_t* end) {
  return find_line_end(begin, end, begin);
}

}  // namespace sse
