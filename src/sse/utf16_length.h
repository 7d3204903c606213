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

/// The bytes that are not the first of a sequence, as bits. As signed numbers, 0x80 to 0xBF are the lowest.
SSE_ALWAYS_INLINE std::uint32_t inner_bytes(simd::Block block) { return simd::high_bits(simd::less(block, -64)); }

/// The bytes that begin a sequence of four, which makes a surrogate pair, as bits. As signed numbers, 0xF0 to 0xFF are
/// the last below zero.
SSE_ALWAYS_INLINE std::uint32_t leads_of_pairs(simd::Block block) {
  return simd::high_bits(block) & ~simd::high_bits(simd::less(block, -16));
}

/// How many bytes of [begin, end) are among those that `bits_of` gives for a block.
template <typename BitsOf>
SSE_ALWAYS_INLINE std::uint32_t count_bytes(const std::uint8_t* begin, const std::uint8_t* end, BitsOf bits_of) {
  int found = 0;
  for (; end - begin >= 16; begin += 16) found += std::popcount(bits_of(simd::load(begin)));
  const std::uint32_t there = (1U << (end - begin)) - 1;
  return static_cast<std::uint32_t>(found + std::popcount(bits_of(simd::load(begin)) & there));
}

/// Up to sixteen bytes of slack are read.
SSE_NEVER_INLINE inline std::uint32_t count_pairs(const std::uint8_t* begin, const std::uint8_t* end) {
  return count_bytes(begin, end, leads_of_pairs);
}

SSE_NEVER_INLINE inline Length count_length(const std::uint8_t* begin, const std::uint8_t* end) {
  Length length{static_cast<std::size_t>(end - begin)};
  simd::Block highest = simd::zero();
  length.units -= count_bytes(begin, end, [&](simd::Block block) SSE_INLINE_LAMBDA {
    highest = simd::higher(highest, block);
    return inner_bytes(block);
  });
  if (leads_of_pairs(highest) != 0) {
    length.pairs = count_pairs(begin, end);
    length.units += length.pairs;
  }
  return length;
}

#endif

/// How many code units well-formed UTF-8 has in UTF-16: one for each sequence, two for each of four bytes. Up to
/// sixteen bytes of slack are read.
SSE_ALWAYS_INLINE Length length_of(const std::uint8_t* begin, const std::uint8_t* end) {
#if SSE_HAS_SIMD
  const auto size = static_cast<std::size_t>(end - begin);
  // Most of what stands between data is short, and ASCII.
  const bool is_usual = size < 16 && (simd::high_bits(simd::load(begin)) & ((1U << size) - 1)) == 0;
  return is_usual ? Length{size} : count_length(begin, end);
#else
  return scalar::length_of(begin, end);
#endif
}

}  // namespace sse::utf16
