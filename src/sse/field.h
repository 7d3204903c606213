#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "sse/buffer.h"
#include "sse/inline.h"
#include "sse/short_text.h"

namespace sse {

enum class FieldName : std::uint8_t { data, event, id, retry, comment, unknown };

struct Field {
  FieldName name = FieldName::unknown;
  Bytes name_text;
  Bytes value;
};

inline std::string_view as_text(Bytes bytes) {
  // NOLINTNEXTLINE(*-reinterpret-cast): bytes seen as chars
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

/// Bytes of a line after which `split_field` is sure of the name, and of whether a space follows the colon of `data:`.
constexpr std::size_t kDecisiveBytes = 6;

/// The value behind a name of `name_size` bytes.
///
/// [spec] "Collect the characters on the line after the first U+003A COLON character (:), and let value be that string.
/// If value starts with a U+0020 SPACE character, remove it from value." And without a colon: "Process the field [...]
/// using the whole line as the field name, and the empty string as the field value."
SSE_ALWAYS_INLINE Bytes value_after(Bytes line, std::size_t name_size) {
  if (line.size() <= name_size + 1) return line.last(0);
  return line.subspan(line[name_size + 1] == ' ' ? name_size + 2 : name_size + 1);
}

/// Whether a line begins with `name`, for which `first_bytes_of` is given together with its size. `head` is the line's
/// first eight bytes, or what else stands there: no line end is part of a name.
SSE_ALWAYS_INLINE bool begins_with(std::uint64_t head, std::size_t name_size, std::uint64_t name) {
  return (head & ((std::uint64_t{1} << 8 * name_size) - 1)) == name;
}

/// Whether a line that begins with this byte, and with no field name and colon that are looked for, may mean something
/// all the same: as a field name without a colon, or a `retry` field.
constexpr bool may_mean_something(std::uint8_t first) {
  return first == 'd' || first == 'e' || first == 'i' || first == 'r';
}

/// Splits a line that is not empty, and is whole or has at least `kDecisiveBytes`.
Field split_field(Bytes line);

/// [spec] "If the field value consists of only ASCII digits": an empty value has none to interpret.
bool is_ascii_digits(Bytes value);

/// [spec] "If the field value does not contain U+0000 NULL".
bool contains_null(Bytes value);

}  // namespace sse
