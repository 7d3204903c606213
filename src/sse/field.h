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

/// Bytes of a line after which `name_of` is sure of the name, and of whether a space follows the colon of `data:`.
constexpr std::size_t kDecisiveBytes = 6;

/// The field that a line names. Field names "must be compared literally, with no case folding performed" [spec].
/// `line` is not empty, and is whole or has at least `kDecisiveBytes`.
SSE_ALWAYS_INLINE FieldName name_of(Bytes line) {
  const std::uint64_t head = first_bytes(line);
  const auto is = [&](std::size_t name_size, std::uint64_t name) SSE_INLINE_LAMBDA {
    const std::uint64_t behind = head >> 8 * name_size & 0xFF;
    const std::uint64_t name_bytes = head & ((std::uint64_t{1} << 8 * name_size) - 1);
    return name_bytes == name && (behind == ':' || line.size() == name_size);
  };
  if (is(4, first_bytes_of("data"))) return FieldName::data;
  if (is(5, first_bytes_of("event"))) return FieldName::event;
  if (is(2, first_bytes_of("id"))) return FieldName::id;
  if (is(5, first_bytes_of("retry"))) return FieldName::retry;
  return line[0] == ':' ? FieldName::comment : FieldName::unknown;
}

/// The value behind a name of `name_size` bytes.
///
/// [spec] "Collect the characters on the line after the first U+003A COLON character (:), and let value be that string.
/// If value starts with a U+0020 SPACE character, remove it from value." And without a colon: "Process the field [...]
/// using the whole line as the field name, and the empty string as the field value."
SSE_ALWAYS_INLINE Bytes value_after(Bytes line, std::size_t name_size) {
  if (line.size() <= name_size + 1) return {};
  return line.subspan(line[name_size + 1] == ' ' ? name_size + 2 : name_size + 1);
}

/// Whether a line begins with `name`, for which `first_bytes_of` is given together with its size. `head` is the line's
/// first eight bytes, or what else stands there: no line end is part of a name.
SSE_ALWAYS_INLINE bool begins_with(std::uint64_t head, std::size_t name_size, std::uint64_t name) {
  return (head & ((std::uint64_t{1} << 8 * name_size) - 1)) == name;
}

/// Splits a whole line that is not empty.
SSE_ALWAYS_INLINE Field split_field(Bytes line) {
  const FieldName name = name_of(line);
  std::size_t name_size = 0;
  switch (name) {
    case FieldName::comment:
      break;
    case FieldName::id:
      name_size = 2;
      break;
    case FieldName::data:
      name_size = 4;
      break;
    case FieldName::event:
    case FieldName::retry:
      name_size = 5;
      break;
    case FieldName::unknown: {
      while (name_size < line.size() && line[name_size] != ':') ++name_size;
      break;
    }
  }
  return {name, line.first(name_size), value_after(line, name_size)};
}

/// [spec] "If the field value consists of only ASCII digits": an empty value has none to interpret.
inline bool is_ascii_digits(Bytes value) {
  for (const std::uint8_t byte : value) {
    if (byte < '0' || byte > '9') return false;
  }
  return !value.empty();
}

inline bool has_zero_byte(std::uint64_t bytes) {
  constexpr std::uint64_t kOnes = 0x0101010101010101;
  return ((bytes - kOnes) & ~bytes & kOnes << 7) != 0;
}

/// [spec] "If the field value does not contain U+0000 NULL".
SSE_ALWAYS_INLINE bool contains_null(Bytes value) {
  while (value.size() > 8) {
    if (has_zero_byte(first_bytes(value))) return true;
    value = value.subspan(8);
  }
  if (value.empty()) return false;
  // Zeros that stand behind the value are none of its bytes.
  const std::uint64_t behind = value.size() == 8 ? 0 : ~std::uint64_t{0} << 8 * value.size();
  return has_zero_byte(first_bytes(value) | behind);
}

}  // namespace sse
