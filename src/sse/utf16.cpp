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

#if SSE_HAS_WORDS
/// Sequences of one length, a lane for each; `decode` gives the code units of a load of them and which lanes are none.
/// What is written behind the last sequence is written over by what comes next.
template <std::size_t kSize, typename Lanes, typename Decode>
SSE_ALWAYS_INLINE void decode_run(Cursor& text, Decode decode) {
  constexpr std::size_t kLanes = sizeof(Lanes) / sizeof(Lanes{}[0]);
  while (text.end - text.at >= static_cast<std::ptrdiff_t>(kSize) && text.readable_end - text.at >= 16) {
    const std::size_t most = static_cast<std::size_t>(text.end - text.at) / kSize;
    const std::size_t found = decode(text.at, text.to);
    const std::size_t count = found < most ? found : most;
    text.at += kSize * count;
    text.to += count * (kSize == 4 ? 2 : 1);
    if (count < kLanes) return;
  }
}

std::size_t decode_two_byte_sequences(const std::uint8_t* from, char16_t* to) {
  simd::Halves halves;
  std::memcpy(&halves, from, sizeof halves);
  const simd::Halves units = (halves & 0x1F) << 6 | (halves >> 8 & 0x3F);
  std::memcpy(to, &units, sizeof units);
  return simd::lanes_before(((halves & 0xC0E0) != 0x80C0) | (units < 0x80));
}

std::size_t decode_three_byte_sequences(const std::uint8_t* from, char16_t* to) {
  // A word for each of four sequences: its first byte on top, its last at the bottom.
  const simd::Words words = simd::reversed_triples(from);
  const simd::Words units = (words & 0x3F) | (words >> 2 & 0xFC0) | (words >> 4 & 0xF000);
  simd::store_narrowed(to, units);
  // Overlong forms and surrogates are ill-formed.
  return simd::lanes_before(((words & 0xF0C0C0) != 0xE08080) | (units < 0x800) | ((units & 0xF800) == 0xD800));
}

std::size_t decode_four_byte_sequences(const std::uint8_t* from, char16_t* to) {
  simd::Words words;
  std::memcpy(&words, from, sizeof words);
  const simd::Words code_points =
      (words & 7) << 18 | (words >> 8 & 0x3F) << 12 | (words >> 16 & 0x3F) << 6 | (words >> 24 & 0x3F);
  const simd::Words above = code_points - 0x10000;
  const simd::Words units = (0xD800 + (above >> 10)) | (0xDC00 + (above & 0x3FF)) << 16;
  std::memcpy(to, &units, sizeof units);
  return simd::lanes_before(((words & 0xC0C0C0F8) != 0x808080F0) | (above > 0xFFFFF));
}

/// The sequences of one length that come next, if the lead byte is what it seems.
void decode_sequences(Cursor& text) {
  if (*text.at >= 0xF0) return decode_run<4, simd::Words>(text, decode_four_byte_sequences);
  if (*text.at >= 0xE0) return decode_run<3, simd::Words>(text, decode_three_byte_sequences);
  decode_run<2, simd::Halves>(text, decode_two_byte_sequences);
}
#else
void decode_sequences(Cursor& /*text*/) {}
#endif

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
    if (cursor.at != cursor.end) decode_sequences(cursor);
    if (cursor.at != cursor.end && *cursor.at >= 0x80) decode_sequence(cursor);
  }
  out.truncate(out.size() + static_cast<std::size_t>(cursor.to - begin));
  return true;
}

}  // namespace sse::utf16
