#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>

#include "sse/inline.h"
#include "sse/simd.h"

namespace sse {

/// Copies `size` bytes between places that do not overlap. Most of what is copied here is a field of a few dozen bytes,
/// for which a call of memcpy costs more than the copy.
SSE_ALWAYS_INLINE void copy_bytes(std::uint8_t* to, const std::uint8_t* from, std::size_t size) {
  const auto copy_ends = [&]<typename Word>(Word word) SSE_INLINE_LAMBDA {
    // Two words that may overlap cover any size from one word to two.
    std::memcpy(&word, from, sizeof word);
    Word last;
    std::memcpy(&last, from + size - sizeof last, sizeof last);
    std::memcpy(to, &word, sizeof word);
    std::memcpy(to + size - sizeof last, &last, sizeof last);
  };
#if SSE_HAS_SIMD
  if (size >= 16) {
    if (size > 512) {
      std::memcpy(to, from, size);
      return;
    }
    const simd::Block last = simd::load(from + size - 16);
    for (std::size_t i = 0; i + 16 < size; i += 16) simd::store(to + i, simd::load(from + i));
    simd::store(to + size - 16, last);
    return;
  }
#else
  if (size >= 16) {
    std::memcpy(to, from, size);
    return;
  }
#endif
  if (size >= 8) return copy_ends(std::uint64_t{});
  if (size >= 4) return copy_ends(std::uint32_t{});
  if (size >= 2) return copy_ends(std::uint16_t{});
  if (size == 1) *to = *from;
}

}  // namespace sse
