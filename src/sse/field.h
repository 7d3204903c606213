#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

#include "sse/buffer.h"

namespace sse {

enum class FieldName : std::uint8_t { data, event, id, retry, comment, unknown };

struct Field {
  FieldName name = FieldName::unknown;
  Bytes name_text;
  Bytes value;
};

inline std::string_view as_text(Bytes bytes) {
  return {reinterpret_cast<const char*>(bytes.data()),
          bytes.size()};  // NOLINT(*-reinterpret-cast): bytes seen as chars
}

inline bool starts_with(Bytes line, std::string_view text) {
  return line.size() >= text.size() && std::memcmp(line.data(), text.data(), text.size()) == 0;
}

/// Bytes of a line after which `name_of` is sure of the name, and of whether a space follows the colon of `data:`.
constexpr std::size_t kDecisiveBytes = 6;

/// The field that a line names. Field names "must be compared literally, with no case folding performed" [spec].
/// `line` is not empty, and is whole or has at least `kDecisiveBytes`.
inline FieldName name_of(Bytes line) {
  const auto is = [line](std::string_view name) {
    return starts_with(line, name) && (line.size() == name.size() || line[name.size()] == ':');
  };
  switch (line[0]) {
    case ':':
      return FieldName::comment;
    case 'd':
      return is("data") ? FieldName::data : FieldName::unknown;
    case 'e':
      return is("event") ? FieldName::event : FieldName::unknown;
    case 'i':
      return is("id") ? FieldName::id : FieldName::unknown;
    case 'r':
      return is("retry") ? FieldName::retry : FieldName::unknown;
    default:
      return FieldName::unknown;
  }
}

/// The value behind a name of `name_size` bytes.
///
/// [spec] "Collect the characters on the line after the first U+003A COLON character (:), and let value be that string.
/// If value starts with a U+0020 SPACE character, remove it from value." And without a colon: "Process the field [...]
/// using the whole line as the field name, and the empty string as the field value."
inline Bytes value_after(Bytes line, std::size_t name_size) {
  if (line.size() <= name_size + 1) return {};
  return line.subspan(line[name_size + 1] == ' ' ? name_size + 2 : name_size + 1);
}

/// Splits a whole line that is not empty.
inline Field split_field(Bytes line) {
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
      const void* colon = std::memchr(line.data(), ':', line.size());
      name_size = colon == nullptr ? line.size()
                                   : static_cast<std::size_t>(static_cast<const std::uint8_t*>(colon) - line.data());
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

/// [spec] "If the field value does not contain U+0000 NULL".
inline bool contains_null(Bytes value) {
  for (const std::uint8_t byte : value) {
    if (byte == 0) return true;
  }
  return false;
}

}  // namespace sse
