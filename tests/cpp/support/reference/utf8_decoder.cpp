#include "utf8_decoder.h"

#include <optional>

namespace sse_tests::reference {

std::u32string decode_utf8(std::string_view bytes) {
  std::u32string output;

  // "UTF-8's decoder has an associated UTF-8 code point, UTF-8 bytes seen, and UTF-8 bytes needed (all initially 0), a
  // UTF-8 lower boundary (initially 0x80), and a UTF-8 upper boundary (initially 0xBF)."
  char32_t code_point = 0;
  int bytes_seen = 0;
  int bytes_needed = 0;
  std::uint8_t lower_boundary = 0x80;
  std::uint8_t upper_boundary = 0xBF;

  std::size_t next = 0;
  while (true) {
    std::optional<std::uint8_t> byte;
    if (next < bytes.size()) byte = static_cast<std::uint8_t>(bytes[next++]);

    // "If byte is end-of-queue and UTF-8 bytes needed is not 0, then set UTF-8 bytes needed to 0 and return error. If
    // byte is end-of-queue, then return finished."
    if (!byte) {
      if (bytes_needed != 0) output += U'\uFFFD';
      return output;
    }

    if (bytes_needed == 0) {
      if (*byte <= 0x7F) {
        output += static_cast<char32_t>(*byte);
      } else if (*byte >= 0xC2 && *byte <= 0xDF) {
        bytes_needed = 1;
        code_point = *byte & 0x1FU;
      } else if (*byte >= 0xE0 && *byte <= 0xEF) {
        if (*byte == 0xE0) lower_boundary = 0xA0;
        if (*byte == 0xED) upper_boundary = 0x9F;
        bytes_needed = 2;
        code_point = *byte & 0xFU;
      } else if (*byte >= 0xF0 && *byte <= 0xF4) {
        if (*byte == 0xF0) lower_boundary = 0x90;
        if (*byte == 0xF4) upper_boundary = 0x8F;
        bytes_needed = 3;
        code_point = *byte & 0x7U;
      } else {
        output += U'\uFFFD';
      }
      continue;
    }

    // "If byte is not in the range UTF-8 lower boundary to UTF-8 upper boundary, inclusive: set UTF-8 code point, UTF-8
    // bytes needed, and UTF-8 bytes seen to 0, set the boundaries back, restore byte to ioQueue, and return error."
    if (*byte < lower_boundary || *byte > upper_boundary) {
      code_point = 0;
      bytes_needed = bytes_seen = 0;
      lower_boundary = 0x80;
      upper_boundary = 0xBF;
      --next;
      output += U'\uFFFD';
      continue;
    }

    lower_boundary = 0x80;
    upper_boundary = 0xBF;
    code_point = (code_point << 6) | (*byte & 0x3FU);
    if (++bytes_seen != bytes_needed) continue;

    output += code_point;
    code_point = 0;
    bytes_needed = bytes_seen = 0;
  }
}

std::string encode_utf8(std::u32string_view text) {
  std::string bytes;
  for (const char32_t code_point : text) {
    // "Let count and offset be based on the range code point is in."
    int count = 0;
    std::uint32_t offset = 0;
    if (code_point >= 0x80) {
      count = 1;
      offset = 0xC0;
    }
    if (code_point >= 0x800) {
      count = 2;
      offset = 0xE0;
    }
    if (code_point >= 0x10000) {
      count = 3;
      offset = 0xF0;
    }
    bytes += static_cast<char>((code_point >> (6 * count)) + offset);
    while (count > 0) {
      bytes += static_cast<char>(0x80 | ((code_point >> (6 * (count - 1))) & 0x3F));
      --count;
    }
  }
  return bytes;
}

std::string repaired(std::string_view bytes) { return encode_utf8(decode_utf8(bytes)); }

std::size_t utf16_units(std::u32string_view text) {
  std::size_t units = 0;
  for (const char32_t code_point : text) units += code_point > 0xFFFF ? 2 : 1;
  return units;
}

}  // namespace sse_tests::reference
