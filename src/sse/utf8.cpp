#include "sse/utf8.h"

#include <array>

#include "sse/simd.h"
#include "sse/utf8_sequence.h"

namespace sse::utf8 {

namespace {

constexpr std::array<std::uint8_t, 3> kReplacement = {0xEF, 0xBF, 0xBD};

std::size_t count_ascii_prefix(Bytes text) {
  std::size_t i = 0;
#if SSE_HAS_SIMD
  for (; text.size() - i >= 16; i += 16) {
    const std::uint32_t others = simd::high_bits(simd::load(text.data() + i));
    if (others != 0) return i + static_cast<std::size_t>(std::countr_zero(others));
  }
#endif
  while (i < text.size() && text[i] < 0x80) ++i;
  return i;
}

}  // namespace

namespace scalar {

bool is_ascii(Bytes text) {
  std::uint8_t seen = 0;
  for (const std::uint8_t byte : text) seen |= byte;
  return seen < 0x80;
}

}  // namespace scalar

bool is_ascii(const std::uint8_t* text, std::size_t size) {
#if SSE_HAS_SIMD
  if (size >= 16) {
    const std::uint8_t* at = text;
    const std::uint8_t* const last = at + size - 16;
    // The last block may overlap the one before it: reading a byte twice costs less than a loop over the rest.
    simd::Block seen = simd::load(last);
    for (; at + 48 < last; at += 64) {
      const simd::Block first_half = simd::either(simd::load(at), simd::load(at + 16));
      const simd::Block second_half = simd::either(simd::load(at + 32), simd::load(at + 48));
      seen = simd::either(seen, simd::either(first_half, second_half));
    }
    for (; at < last; at += 16) seen = simd::either(seen, simd::load(at));
    return simd::high_bits(seen) == 0;
  }
#endif
  return scalar::is_ascii({text, size});
}

bool append_repaired(ByteBuffer& out, Bytes text) {
  while (!text.empty()) {
    const std::size_t ascii = count_ascii_prefix(text);
    if (!out.append(text.first(ascii))) return false;
    text = text.subspan(ascii);
    if (text.empty()) break;

    const Sequence sequence = read_sequence(text);
    if (!out.append(sequence.well_formed ? text.first(sequence.size) : Bytes(kReplacement))) return false;
    text = text.subspan(sequence.size);
  }
  return true;
}

}  // namespace sse::utf8
