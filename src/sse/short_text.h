#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

#include "sse/buffer.h"
#include "sse/inline.h"

namespace sse {

/// The first eight bytes of a text as one number, the first byte lowest, zeros behind a text that is shorter. Most
/// names, types and IDs are so short that a loop over their bytes costs more than all the rest that is done with them.
SSE_ALWAYS_INLINE std::uint64_t first_bytes(Bytes text) {
  const auto load = [&]<typename Word>(Word word, std::size_t at) SSE_INLINE_LAMBDA -> std::uint64_t {
    std::memcpy(&word, text.data() + at, sizeof word);
    return word;
  };
  const std::size_t size = text.size();
  if (size >= 8) return load(std::uint64_t{}, 0);
  // Two loads that may overlap: where they do, they agree.
  if (size >= 4) return load(std::uint32_t{}, 0) | load(std::uint32_t{}, size - 4) << 8 * (size - 4);
  if (size >= 2) return load(std::uint16_t{}, 0) | load(std::uint16_t{}, size - 2) << 8 * (size - 2);
  return size == 1 ? text[0] : 0;
}

/// The same for a text behind which there is slack.
SSE_ALWAYS_INLINE std::uint64_t first_bytes_of_slack(Bytes text) {
  std::uint64_t word = 0;
  std::memcpy(&word, text.data(), sizeof word);
  return text.size() >= sizeof word ? word : word & ((std::uint64_t{1} << 8 * text.size()) - 1);
}

/// The last eight bytes of a text that has as many.
SSE_ALWAYS_INLINE std::uint64_t last_bytes(Bytes text) {
  std::uint64_t word = 0;
  std::memcpy(&word, text.data() + text.size() - sizeof word, sizeof word);
  return word;
}

/// The same number for a name that the compiler knows.
consteval std::uint64_t first_bytes_of(std::string_view name) {
  std::uint64_t bytes = 0;
  for (std::size_t i = 0; i < name.size(); ++i) bytes |= std::uint64_t{static_cast<unsigned char>(name[i])} << 8 * i;
  return bytes;
}

}  // namespace sse
