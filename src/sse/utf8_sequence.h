#pragma once

#include <cstddef>
#include <cstdint>

#include "sse/buffer.h"

namespace sse::utf8 {

struct Sequence {
  /// Bytes of the sequence, or of the maximal subpart that U+FFFD stands for. At least 1.
  std::size_t size;
  bool well_formed;
};

inline bool is_between(std::uint8_t byte, std::uint8_t lower, std::uint8_t upper) {
  return byte >= lower && byte <= upper;
}

/// Reads one sequence of a text that is not empty and does not begin with an ASCII byte.
inline Sequence read_sequence(Bytes text) {
  const std::uint8_t lead = text[0];

  // Encoding standard, UTF-8 decoder: 0xC2 to 0xDF need one more byte, 0xE0 to 0xEF two, 0xF0 to 0xF4 three; anything
  // else is an error by itself.
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

  // "If byte is 0xE0, set lower boundary to 0xA0", and so on: only the second byte is bounded more narrowly, which
  // keeps out overlong forms, surrogates, and what lies above U+10FFFF.
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

}  // namespace sse::utf8
