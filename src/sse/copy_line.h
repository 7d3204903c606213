#pragma once

#include <cstddef>
#include <cstdint>

#include "sse/inline.h"
#include "sse/simd.h"

namespace sse {

/// Where a copy came to.
struct LineCopy {
  /// The line's end, or nullptr when the text ended first.
  const std::uint8_t* line_end;
  std::uint8_t* to;
};

/// Bytes behind a copied line that `copy_line` may write too.
constexpr std::size_t kCopyLineSlack = 16;

namespace scalar {

inline LineCopy copy_line(const std::uint8_t* at, const std::uint8_t* end, std::uint8_t* to) {
  while (at != end && *at != '\n' && *at != '\r') *to++ = *at++;
  return {at == end ? nullptr : at, to};
}

}  // namespace scalar

/// Copies [at, end) as far as the first LF or CR: the search for a line's end and its copy in one go over its bytes.
/// There has to be room for all of the text, and for `kCopyLineSlack`.
SSE_ALWAYS_INLINE LineCopy copy_line(const std::uint8_t* at, const std::uint8_t* end, std::uint8_t* to) {
#if SSE_HAS_SIMD
  const auto line_ends = [](simd::Block block) SSE_INLINE_LAMBDA {
    return simd::high_bits(simd::either(simd::equal(block, '\n'), simd::equal(block, '\r')));
  };
  const std::uint8_t* const begin = at;
  for (; end - at >= 16; at += 16, to += 16) {
    const simd::Block block = simd::load(at);
    simd::store(to, block);
    const std::uint32_t ends = line_ends(block);
    if (ends != 0) return {at + std::countr_zero(ends), to + std::countr_zero(ends)};
  }
  // The last block may begin in the one before it, and copies some bytes twice.
  const std::ptrdiff_t again = 16 - (end - at);
  if (at - begin >= again) {
    const simd::Block block = simd::load(at - again);
    simd::store(to - again, block);
    const std::uint32_t ends = line_ends(block) >> again;
    if (ends == 0) return {nullptr, to + (end - at)};
    return {at + std::countr_zero(ends), to + std::countr_zero(ends)};
  }
#endif
  return scalar::copy_line(at, end, to);
}

}  // namespace sse
