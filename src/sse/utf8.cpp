#include "sse/utf8.h"

#include <array>

#include "sse/simd.h"

namespace sse::utf8 {

namespace {

constexpr std::array<std::uint8_t, 3> kReplacement = {0xEF, 0xBF, 0xBD};

struct Sequence {
  /// Bytes of the sequence, or of the maximal subpart that U+FFFD stands for. At least 1.
  std::size_t size;
  bool well_formed;
};

bool is_between(std::uint8_t byte, std::uint8_t lower, std::uint8_t upper) { return byte >= lower && byte <= upper; }

/// Reads one sequence of a text that is not empty and does not begin with an ASCII byte.
Sequence read_sequence(Bytes text) {
  const std::uint8_t lead = text[0];

  // Encoding standard, UTF-8 decoder: 0xC2 to 0xDF need one more byte, 0xE0 to 0xEF two, 0xF0 to 0xF4 three; anything else
  // is an error by itself.
  std::size_t size = 0;
  if (is_between(lead, 0xC2, 0xDF)) {
    size = 2;
  } else if (is_between(lead, 0xE0, 0xEF)) {
    size = 3;
  } else if (is_between(lead, 0xF0, 0xF4)) {
    size = 4;
  } else {
    return {1, false};
  }

  // "If byte is 0xE0, set lower boundary to 0xA0", and so on: only the second byte is bounded more narrowly, which keeps out
  // overlong forms, surrogates, and what lies above U+10FFFF.
  std::uint8_t lower = 0x80;
  std::uint8_t upper = 0xBF;
  if (lead == 0xE0) lower = 0xA0;
  if (lead == 0xED) upper = 0x9F;
  if (lead == 0xF0) lower = 0x90;
  if (lead == 0xF4) upper = 0x8F;

  for (std::size_t i = 1; i < size; ++i) {
    if (i == text.size() || !is_between(text[i], lower, upper)) return {i, false};
    lower = 0x80;
    upper = 0xBF;
  }
  return {size, true};
}

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

bool is_ascii(Bytes text) {
#if SSE_HAS_SIMD
  if (text.size() >= 16) {
    const std::uint8_t* at = text.data();
    const std::uint8_t* const last = at + text.size() - 16;
    // The last block may overlap the one before it: reading a byte twice costs less than a loop over the rest.
    simd::Block seen = simd::load(last);
    for (; at < last; at += 16) seen = simd::either(seen, simd::load(at));
    return simd::high_bits(seen) == 0;
  }
#endif
  return scalar::is_ascii(text);
}

Measure measure(Bytes text) {
  if (is_ascii(text)) return {.ascii = true, .well_formed = true, .utf16_units = text.size()};

  Measure result{.ascii = false, .well_formed = true, .utf16_units = 0};
  std::size_t i = 0;
  while (i < text.size()) {
    if (text[i] < 0x80) {
      const std::size_t ascii = count_ascii_prefix(text.subspan(i));
      result.utf16_units += ascii;
      i += ascii;
      continue;
    }
    const Sequence sequence = read_sequence(text.subspan(i));
    if (!sequence.well_formed) {
      result.well_formed = false;
      return result;
    }
    result.utf16_units += sequence.size == 4 ? 2 : 1;
    i += sequence.size;
  }
  return result;
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
