#pragma once

#include <cstddef>

#include "sse/buffer.h"
#include "sse/slack.h"

namespace sse::utf16 {

/// Appends the UTF-16 form of `text`, which is UTF-8, with one U+FFFD for each maximal subpart of what is ill-formed in
/// it: what the Encoding standard's UTF-8 decoder makes of it. False when the memory cannot be had.
///
/// `slack` is how many bytes behind the text may be read too, whatever they are: with `kFullSlack` of them, the last
/// bytes of the text need not be looked at one by one.
[[nodiscard]] bool append_decoded(Buffer<char16_t>& out, Bytes text, std::size_t slack = 0);

}  // namespace sse::utf16
