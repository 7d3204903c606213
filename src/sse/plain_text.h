#pragma once

#include <cstddef>
#include <cstdint>

#include "sse/inline.h"
#include "sse/simd.h"

namespace sse {

/// The last of the bytes that may end a line or a value: text has no more than a TAB of those up to it.
constexpr std::uint8_t kLastRareByte = '\r';

#if SSE_HAS_SIMD

constexpr std::ptrdiff_t kBlock = 16;

/// Which bytes are no plain text, as bits: those up to CR, and what is not ASCII. One comparison finds both: seen as
/// signed, the bytes above ASCII are negative.
SSE_ALWAYS_INLINE std::uint32_t bytes_of_note(simd::Block block) {
  return simd::high_bits(simd::less(block, kLastRareByte + 1));
}

/// The lowest bytes, as signed numbers, of so many blocks.
template <int kBlocks>
SSE_ALWAYS_INLINE simd::Block lowest_bytes(const std::uint8_t* from) {
  if constexpr (kBlocks == 1) {
    return simd::load(from);
  } else {
    return simd::lesser(lowest_bytes<kBlocks / 2>(from), lowest_bytes<kBlocks / 2>(from + kBlocks / 2 * kBlock));
  }
}

template <int kBlocks>
SSE_ALWAYS_INLINE bool is_plain(const std::uint8_t* from) {
  return bytes_of_note(lowest_bytes<kBlocks>(from)) == 0;
}

#endif

}  // namespace sse
