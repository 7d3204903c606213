#pragma once

#include "sse/buffer.h"

namespace sse::utf16 {

/// Appends the UTF-16 form of `text`, which is UTF-8, with one U+FFFD for each maximal subpart of what is ill-formed in
/// it: what the Encoding standard's UTF-8 decoder makes of it. False when the memory cannot be had.
[[nodiscard]] bool append_decoded(Buffer<char16_t>& out, Bytes text);

}  // namespace sse::utf16
