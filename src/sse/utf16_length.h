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

#if SSE_HAS_SIMD

/// How many bytes of [begin, end) are in `bytes_of`, which says so by one bit a byte.
template <typename BytesOf>
SSE_ALWAYS_INLINE std::size_t count(const std::uint8_t* begin, const std::uint8_t* end, BytesOf bytes_of) {
  std::size_t found = 0;
  for (; end - begin >= 16; begin += 16) found += static_cast<std::size_t>(std::popcount(bytes_of(simd::load(begin))));
  const std::uint32_t there = (1U << (end - begin)) - 1;
  return found + static_cast<std::size_t>(std::popcount(bytes_of(simd::load(begin)) & there));
}

#endif

/// How many code units well-formed UTF-8 has in UTF-16: one for each sequence, two for each of four bytes. Up to
/// sixteen bytes of slack are read.
SSE_ALWAYS_INLINE Length length_of(const std::uint8_t* begin, const std::uint8_t* end) {
#if SSE_HAS_SIMD
  Length length{static_cast<std::size_t>(end - begin)};
  simd::Block highest = simd::zero();
  length.units -= count(begin, end, [&](simd::Block block) SSE_INLINE_LAMBDA {
    highest = simd::higher(highest, block);
    // As signed numbers, 0x80 to 0xBF are the lowest.
    return simd::high_bits(simd::less(block, -64));
  });
  const auto leads_of_four = [](simd::Block block) SSE_INLINE_LAMBDA {
    return simd::high_bits(block) & ~simd::high_bits(simd::less(block, -16));
  };
  if (leads_of_four(highest) != 0) {
    length.pairs = static_cast<std::uint32_t>(count(begin, end, leads_of_four));
    length.units += length.pairs;
  }
  return length;
#else
  return scalar::length_of(begin, end);
#endif
}

}  // namespace sse::utf16
