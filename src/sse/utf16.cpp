#include "sse/utf16.h"

#include "sse/inline.h"
#include "sse/simd.h"
#include "sse/utf8_sequence.h"

namespace sse::utf16 {

namespace {

constexpr char16_t kReplacement = 0xFFFD;

/// A place that is read from and one that is written to, where there is room for a block more than what is left.
struct Cursor {
  const std::uint8_t* at;
  const std::uint8_t* end;
  const std::uint8_t* readable_end;
  char16_t* to;
};

SSE_ALWAYS_INLINE void decode_ascii(Cursor& text) {
#if SSE_HAS_SIMD
  while (text.at < text.end && text.readable_end - text.at >= 16) {
    const simd::Block block = simd::load(text.at);
    // What is written behind the ASCII bytes is written over by what comes next.
    simd::store_widened(text.to, block);
    const std::uint32_t others = simd::high_bits(block);
    const int ascii = others == 0 ? 16 : std::countr_zero(others);
    text.at += ascii;
    text.to += ascii;
    if (others != 0) break;
  }
  if (text.at > text.end) {
    text.to -= text.at - text.end;
    text.at = text.end;
  }
#endif
  while (text.at != text.end && *text.at < 0x80) *text.to++ = *text.at++;
}

/// The sequences of three bytes, of which most text that is not ASCII consists where there is much of it.
SSE_ALWAYS_INLINE void decode_three_byte_sequences(Cursor& text) {
#if SSE_HAS_WORDS
  while (text.end - text.at >= 12 && text.readable_end - text.at >= 16) {
    // A word for each of four sequences: its first byte on top, its last at the bottom.
    const simd::Words words = simd::reversed_triples(text.at);
    const simd::Words code_points = (words & 0x3F) | (words >> 2 & 0xFC0) | (words >> 4 & 0xF000);
    const simd::Words malformed = (words & 0xF0C0C0) ^ 0xE08080;
    const simd::Words surrogate = (code_points & 0xF800) == 0xD800;
    const simd::Words overlong = code_points < 0x800;
    if (simd::any(malformed | surrogate | overlong)) break;
    simd::store_narrowed(text.to, code_points);
    text.at += 12;
    text.to += 4;
  }
#endif
  while (text.end - text.at >= 3) {
    const unsigned lead = text.at[0] ^ 0xE0U;
    const unsigned second = text.at[1] ^ 0x80U;
    const unsigned third = text.at[2] ^ 0x80U;
    if (lead > 0xF || (second | third) > 0x3F) return;
    const unsigned code_point = lead << 12 | second << 6 | third;
    // Overlong forms and surrogates are ill-formed.
    if (code_point < 0x800 || code_point - 0xD800 < 0x800) return;
    *text.to++ = static_cast<char16_t>(code_point);
    text.at += 3;
  }
}

/// Any sequence, and what is none.
void decode_sequence(Cursor& text) {
  const utf8::Sequence sequence = utf8::read_sequence({text.at, text.end});
  const std::uint8_t* const bytes = text.at;
  text.at += sequence.size;
  if (!sequence.well_formed) {
    *text.to++ = kReplacement;
    return;
  }
  unsigned code_point = bytes[0] & (0x7FU >> sequence.size);
  for (std::size_t i = 1; i < sequence.size; ++i) code_point = code_point << 6 | (bytes[i] & 0x3FU);
  if (code_point > 0xFFFF) {
    code_point -= 0x10000;
    *text.to++ = static_cast<char16_t>(0xD800 + (code_point >> 10));
    code_point = 0xDC00 + (code_point & 0x3FF);
  }
  *text.to++ = static_cast<char16_t>(code_point);
}

}  // namespace

bool append_decoded(Buffer<char16_t>& out, Bytes text, std::size_t slack) {
  // No sequence has more code units than bytes.
  if (!out.make_room(text.size() + kFullSlack)) return false;
  char16_t* const begin = out.data() + out.size();
  const std::uint8_t* const end = text.data() + text.size();
  Cursor cursor{text.data(), end, end + slack, begin};
  while (cursor.at != cursor.end) {
    decode_ascii(cursor);
    decode_three_byte_sequences(cursor);
    if (cursor.at != cursor.end && *cursor.at >= 0x80) decode_sequence(cursor);
  }
  out.truncate(out.size() + static_cast<std::size_t>(cursor.to - begin));
  return true;
}

}  // namespace sse::utf16
