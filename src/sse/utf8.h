#pragma once

#include <cstddef>
#include <cstdint>

#include "sse/buffer.h"

namespace sse::utf8 {

/// What a text is made of, as far as somebody who turns it into UTF-16 needs to know.
struct Measure {
  bool ascii = true;
  bool well_formed = true;
  /// UTF-16 code units of the text; counts for well-formed text only.
  std::size_t utf16_units = 0;
};

Measure measure(Bytes text);

bool is_ascii(Bytes text);

/// Appends `text` with every ill-formed part replaced by U+FFFD, one for each maximal subpart, exactly as the Encoding
/// standard's UTF-8 decoder does (and Unicode's section 3.9, "U+FFFD Substitution of Maximal Subparts").
/// False when the memory cannot be had.
[[nodiscard]] bool append_repaired(ByteBuffer& out, Bytes text);

namespace scalar {

bool is_ascii(Bytes text);

}  // namespace scalar

}  // namespace sse::utf8
