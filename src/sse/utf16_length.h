#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>

#include "sse/inline.h"
#include "sse/simd.h"

namespace sse::utf16 {

struct Length {
  std::size_t units = 0;
  /// Not 0 when there are bytes of which surrogate pairs are made, as there are in sequences of four bytes.
  std::uint32_t pairs = 0;
};

namespace scalar {

/// The twin that the vector version is held equal to.
inline Length length_of(const std::uint8_t* begin, const std::uint8_t* end) {
  Length length;
  for (; begin != end; ++begin) {
    const std::uint32_t pair = *begin >= 0xF0 ? 1 : 0;
    length.units += (*begin & 0xC0) == 0x80 ? 0 : 1 + pair;
    length.pairs |= pair;
  }
  return length;
}

}  // namespace scalar

/// How many code units well-formed UTF-8 has in UTF-16: one for each sequence, two for each of four bytes. Up to
/// sixteen bytes of slack are read.
SSE_ALWAYS_INLINE Length length_of(const std::uint8_t* begin, const std::uint8_t* end) {
#if SSE_HAS_SIMD
  Length length{static_cast<std::size_t>(end - begin)};
  for (; begin < end; begin += 16) {
    const simd::Block block = simd::load(begin);
    // As signed numbers, 0x80 to 0xBF are the lowest, and 0xF0 to 0xFF the last below zero.
    const std::uint32_t inner = simd::high_bits(simd::less(block, -64));
    const std::uint32_t there = end - begin < 16 ? (1U << (end - begin)) - 1 : 0xFFFF;
    const std::uint32_t pairs = simd::high_bits(block) & ~simd::high_bits(simd::less(block, -16)) & there;
    length.units = length.units - static_cast<std::size_t>(std::popcount(inner & there)) +
                   static_cast<std::size_t>(std::popcount(pairs));
    length.pairs |= pairs;
  }
  return length;
#else
  return scalar::length_of(begin, end);
#endif
}

}  // namespace sse::utf16
