#pragma once

#include <bit>
#include <cstdint>
#include <cstring>
#include <type_traits>

#if defined(__wasm_simd128__)
#include <wasm_simd128.h>
#elif defined(__SSE2__)
#include <emmintrin.h>
#elif defined(__aarch64__)
#include <arm_neon.h>
#endif

/// Sixteen bytes at a time, in the few operations that this library needs, so that each algorithm is written once.
/// `SSE_HAS_SIMD` is 0 where no instruction set is known; the scalar twins do all the work there.
namespace sse::simd {

#if defined(__wasm_simd128__)
#define SSE_HAS_SIMD 1
using Block = v128_t;
inline Block load(const std::uint8_t* from) { return wasm_v128_load(from); }
inline void store(std::uint8_t* to, Block block) { wasm_v128_store(to, block); }
/// Each byte as two, the second of them zero.
inline void store_widened(char16_t* to, Block block) {
  wasm_v128_store(to, wasm_u16x8_extend_low_u8x16(block));
  wasm_v128_store(to + 8, wasm_u16x8_extend_high_u8x16(block));
}
inline Block zero() { return wasm_u8x16_splat(0); }
inline Block either(Block a, Block b) { return wasm_v128_or(a, b); }
inline Block equal(Block block, std::uint8_t byte) { return wasm_i8x16_eq(block, wasm_u8x16_splat(byte)); }
/// As signed numbers.
inline Block less(Block block, std::int8_t bound) { return wasm_i8x16_lt(block, wasm_i8x16_splat(bound)); }
inline Block lesser(Block a, Block b) { return wasm_i8x16_min(a, b); }
inline Block higher(Block a, Block b) { return wasm_u8x16_max(a, b); }
inline Block at_most(Block block, std::uint8_t bound) { return wasm_u8x16_le(block, wasm_u8x16_splat(bound)); }
/// One bit a byte, set where the byte's highest bit is set; the first byte is the lowest bit.
inline std::uint32_t high_bits(Block block) { return wasm_i8x16_bitmask(block); }
#elif defined(__SSE2__)
#define SSE_HAS_SIMD 1
using Block = __m128i;
inline Block load(const std::uint8_t* from) {
  return _mm_loadu_si128(
      reinterpret_cast<const __m128i*>(from));  // NOLINT(*-reinterpret-cast): the intrinsic's own type
}
inline void store(std::uint8_t* to, Block block) {
  _mm_storeu_si128(reinterpret_cast<__m128i*>(to), block);  // NOLINT(*-reinterpret-cast): the intrinsic's own type
}
inline void store_widened(char16_t* to, Block block) {
  auto* const blocks = reinterpret_cast<__m128i*>(to);  // NOLINT(*-reinterpret-cast): the intrinsic's own type
  _mm_storeu_si128(blocks, _mm_unpacklo_epi8(block, _mm_setzero_si128()));
  _mm_storeu_si128(blocks + 1, _mm_unpackhi_epi8(block, _mm_setzero_si128()));
}
inline Block zero() { return _mm_setzero_si128(); }
inline Block either(Block a, Block b) { return _mm_or_si128(a, b); }
inline Block equal(Block block, std::uint8_t byte) {
  return _mm_cmpeq_epi8(block, _mm_set1_epi8(static_cast<char>(byte)));
}
inline Block less(Block block, std::int8_t bound) { return _mm_cmplt_epi8(block, _mm_set1_epi8(bound)); }
inline Block lesser(Block a, Block b) {
  const Block a_is_less = _mm_cmplt_epi8(a, b);
  return _mm_or_si128(_mm_and_si128(a_is_less, a), _mm_andnot_si128(a_is_less, b));
}
inline Block higher(Block a, Block b) { return _mm_adds_epu8(_mm_subs_epu8(a, b), b); }
inline Block at_most(Block block, std::uint8_t bound) {
  return _mm_cmpeq_epi8(_mm_subs_epu8(block, _mm_set1_epi8(static_cast<char>(bound))), _mm_setzero_si128());
}
inline std::uint32_t high_bits(Block block) { return static_cast<std::uint32_t>(_mm_movemask_epi8(block)); }
#elif defined(__aarch64__)
#define SSE_HAS_SIMD 1
using Block = uint8x16_t;
inline Block load(const std::uint8_t* from) { return vld1q_u8(from); }
inline void store(std::uint8_t* to, Block block) { vst1q_u8(to, block); }
inline void store_widened(char16_t* to, Block block) {
  auto* const units = reinterpret_cast<std::uint16_t*>(to);  // NOLINT(*-reinterpret-cast): the intrinsic's own type
  vst1q_u16(units, vmovl_u8(vget_low_u8(block)));
  vst1q_u16(units + 8, vmovl_high_u8(block));
}
inline Block zero() { return vdupq_n_u8(0); }
inline Block either(Block a, Block b) { return vorrq_u8(a, b); }
inline Block equal(Block block, std::uint8_t byte) { return vceqq_u8(block, vdupq_n_u8(byte)); }
inline Block less(Block block, std::int8_t bound) { return vcltq_s8(vreinterpretq_s8_u8(block), vdupq_n_s8(bound)); }
inline Block lesser(Block a, Block b) {
  return vreinterpretq_u8_s8(vminq_s8(vreinterpretq_s8_u8(a), vreinterpretq_s8_u8(b)));
}
inline Block higher(Block a, Block b) { return vmaxq_u8(a, b); }
inline Block at_most(Block block, std::uint8_t bound) { return vcleq_u8(block, vdupq_n_u8(bound)); }
inline std::uint32_t high_bits(Block block) {
  alignas(16) static constexpr std::uint8_t kBit[16] = {1, 2, 4, 8, 16, 32, 64, 128, 1, 2, 4, 8, 16, 32, 64, 128};
  const uint8x16_t spread = vreinterpretq_u8_s8(vshrq_n_s8(vreinterpretq_s8_u8(block), 7));
  const uint8x16_t bits = vandq_u8(spread, vld1q_u8(kBit));
  return vaddv_u8(vget_low_u8(bits)) | (static_cast<std::uint32_t>(vaddv_u8(vget_high_u8(bits))) << 8);
}
#else
#define SSE_HAS_SIMD 0
#endif

#if defined(__wasm_simd128__) || defined(__SSSE3__) || (defined(__aarch64__) && defined(__GNUC__))
#define SSE_HAS_WORDS 1
/// Four words or eight halves of one at a time, with the operators of the language.
using Words = std::uint32_t __attribute__((vector_size(16)));
using Halves = std::uint16_t __attribute__((vector_size(16)));
using ByteVector = std::uint8_t __attribute__((vector_size(16)));

/// Four times three bytes, each three as a word with the first of them highest. Reads 16 bytes.
inline Words reversed_triples(const std::uint8_t* from) {
  ByteVector bytes;
  std::memcpy(&bytes, from, sizeof bytes);
  const ByteVector zero{};
  const ByteVector words = __builtin_shufflevector(bytes, zero, 2, 1, 0, 16, 5, 4, 3, 16, 8, 7, 6, 16, 11, 10, 9, 16);
  return reinterpret_cast<Words>(words);  // NOLINT(*-reinterpret-cast): the same bits
}

/// How many lanes stand before the first that is set, of lanes that have all bits set or none.
template <typename Lanes>
inline std::size_t lanes_before(Lanes set) {
  constexpr std::size_t kLanes = sizeof(Lanes) / sizeof(set[0]);
#if defined(__aarch64__)
  using Narrow = std::uint8_t __attribute__((vector_size(kLanes)));
  using Word = std::conditional_t<kLanes == 8, std::uint64_t, std::uint32_t>;
  const Narrow narrow = __builtin_convertvector(set, Narrow);
  Word word;
  std::memcpy(&word, &narrow, sizeof word);
  return static_cast<std::size_t>(std::countr_zero(word)) / 8;
#else
  Block block;
  std::memcpy(&block, &set, sizeof block);
  // A bit behind the last, for none.
  return static_cast<std::size_t>(std::countr_zero(high_bits(block) | 1U << 16)) / (16 / kLanes);
#endif
}

inline void store_narrowed(char16_t* to, Words words) {
  using Units = std::uint16_t __attribute__((vector_size(8)));
  const Units units = __builtin_convertvector(words, Units);
  std::memcpy(to, &units, sizeof units);
}
#else
#define SSE_HAS_WORDS 0
#endif

}  // namespace sse::simd
