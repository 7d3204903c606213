#pragma once

#include <cstddef>
#include <cstdint>

#include "sse/buffer.h"
#include "sse/inline.h"
#include "sse/short_text.h"

namespace sse::utf8 {

bool is_long_ascii(const std::uint8_t* text, std::size_t size);
bool is_well_formed(Bytes text);

SSE_ALWAYS_INLINE bool is_ascii(Bytes text) {
  constexpr std::uint64_t kHighBits = 0x8080808080808080;
  if (text.size() > 16) return is_long_ascii(text.data(), text.size());
  const std::uint64_t bytes = first_bytes(text);
  return ((text.size() <= 8 ? bytes : bytes | first_bytes(text.last(8))) & kHighBits) == 0;
}

/// Appends `text` with every ill-formed part replaced by U+FFFD, one for each maximal subpart, exactly as the Encoding
/// standard's UTF-8 decoder does (and Unicode's section 3.9, "U+FFFD Substitution of Maximal Subparts").
/// False when the memory cannot be had.
[[nodiscard]] bool append_repaired(ByteBuffer& out, Bytes text);

namespace scalar {

bool is_ascii(Bytes text);

}  // namespace scalar

}  // namespace sse::utf8
