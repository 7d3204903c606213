#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace sse_tests::reference {

/// The UTF-8 decoder of the Encoding standard, section 8.1.1, written down state by state and with error mode
/// "replacement". Slow, and nothing like the code that it judges.
std::u32string decode_utf8(std::string_view bytes);

/// [Encoding standard] "UTF-8 encode".
std::string encode_utf8(std::u32string_view text);

/// `bytes` with its ill-formed sequences replaced.
std::string repaired(std::string_view bytes);

/// The UTF-16 code units that a text needs.
std::size_t utf16_units(std::u32string_view text);

}  // namespace sse_tests::reference
