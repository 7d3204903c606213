#pragma once

#include <cstddef>
#include <cstdint>

#include "sse/buffer.h"

namespace sse::utf8 {

bool is_ascii(const std::uint8_t* text, std::size_t size);

/// Appends `text` with every ill-formed part replaced by U+FFFD, one for each maximal subpart, exactly as the Encoding
/// standard's UTF-8 decoder does (and Unicode's section 3.9, "U+FFFD Substitution of Maximal Subparts").
/// False when the memory cannot be had.
[[nodiscard]] bool append_repaired(ByteBuffer& out, Bytes text);

namespace scalar {

bool is_ascii(Bytes text);

}  // namespace scalar

}  // namespace sse::utf8
