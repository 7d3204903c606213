#pragma once

#include <cstdint>

#include "sse/simd.h"

namespace sse {

namespace scalar {

/// The first LF or CR in [begin, end), or `end`. The twin that the vector version is held equal to.
inline const std::uint8_t* find_line_end(const std::uint8_t* begin, const std::uint8_t* end) {
  while (begin != end && *begin != '\n' && *begin != '\r') ++begin;
  return begin;
}

}  // namespace scalar

/// The first LF or CR in [begin, end), or `end`.
///
/// [spec] "Lines must be separated by either a U+000D CARRIAGE RETURN U+000A LINE FEED (CRLF) character pair, a single U+000A
/// LINE FEED (LF) character, or a single U+000D CARRIAGE RETURN (CR) character": these bytes occur in UTF-8 only as
/// themselves, so the search needs no decoding, and U+2028, U+0085 and their like end nothing.
inline const std::uint8_t* find_line_end(const std::uint8_t* begin, const std::uint8_t* end) {
#if SSE_HAS_SIMD
  while (end - begin >= 16) {
    const simd::Block block = simd::load(begin);
    const std::uint32_t ends = simd::high_bits(simd::either(simd::equal(block, '\n'), simd::equal(block, '\r')));
    if (ends != 0) return begin + std::countr_zero(ends);
    begin += 16;
  }
#endif
  return scalar::find_line_end(begin, end);
}

}  // namespace sse
