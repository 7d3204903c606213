#pragma once

#include <cstddef>

#include "sse/buffer.h"

namespace sse::utf16 {

/// Bytes behind a text that may be read too, whatever they are: the last bytes of a text need not be looked at one by one.
constexpr std::size_t kSlack = 16;

/// Appends the UTF-16 form of `text`, which is UTF-8, with one U+FFFD for each maximal subpart of what is ill-formed in it:
/// what the Encoding standard's UTF-8 decoder makes of it. `kSlack` bytes behind the text are readable.
/// False when the memory cannot be had.
[[nodiscard]] bool append_decoded(Buffer<char16_t>& out, Bytes text);

}  // namespace sse::utf16
