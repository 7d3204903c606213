#include "sse/field.h"

#include <array>

namespace sse {

namespace {

struct KnownName {
  std::string_view text;
  FieldName name;
};

/// "must be compared literally, with no case folding performed" [spec].
constexpr std::array kKnownNames{
    KnownName{"", FieldName::comment}, KnownName{"data", FieldName::data},   KnownName{"event", FieldName::event},
    KnownName{"id", FieldName::id},    KnownName{"retry", FieldName::retry},
};

bool has_zero_byte(std::uint64_t bytes) {
  constexpr std::uint64_t kOnes = 0x0101010101010101;
  return ((bytes - kOnes) & ~bytes & kOnes << 7) != 0;
}

}  // namespace

Field split_field(Bytes line) {
  std::size_t size = 0;
  while (size < line.size() && line[size] != ':') ++size;
  Field field{FieldName::unknown, line.first(size), value_after(line, size)};
  for (const KnownName& known : kKnownNames) {
    if (as_text(field.name_text) == known.text) field.name = known.name;
  }
  return field;
}

bool is_ascii_digits(Bytes value) {
  for (const std::uint8_t byte : value) {
    if (byte < '0' || byte > '9') return false;
  }
  return !value.empty();
}

bool contains_null(Bytes value) {
  const std::uint8_t* at = value.data();
  const std::uint8_t* const end = at + value.size();
  for (; end - at >= 8; at += 8) {
    if (has_zero_byte(first_bytes({at, 8}))) return true;
  }
  for (; at != end; ++at) {
    if (*at == 0) return true;
  }
  return false;
}

}  // namespace sse
