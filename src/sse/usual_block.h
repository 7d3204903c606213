#pragma once

#include <cstddef>
#include <cstdint>

#include "sse/buffer.h"
#include "sse/field.h"

namespace sse {

/// A block of the kind that nearly all blocks of nearly all streams are: of the fields `data`, `event` and `id`, with
/// comments and other fields that nobody wants to know of. Its fields are found and stay where they are.
///
/// What is known of a block that has not ended are places in it, so the rest may be read when it has come, behind a
/// copy of the beginning.
class UsualBlock {
 public:
  enum class Outcome : std::uint8_t {
    /// A blank line has ended it, or it is but a comment, or but a `retry` field.
    whole,
    unfinished,
    /// It has something else in it.
    unusual,
  };

  /// What somebody wants to know of besides.
  struct Matters {
    bool comments = false;
    bool ignored_fields = false;
  };

  /// Goes on reading a block that begins at `text` and of which `size` bytes are there, perhaps with others behind it.
  Outcome read(const std::uint8_t* text, std::size_t size, const Matters& matters);

  /// Bytes of the block that have been read: all of it if it is whole.
  std::size_t size() const { return line_begin_; }
  /// Whether, of `size` bytes that are there and end nothing, the last are of a field that is looked for: what follows
  /// on its line is its value.
  bool is_in_value(std::size_t size) const { return size - line_begin_ >= kDecisiveBytes; }
  /// So many bytes more of the value are there.
  void pass_value(std::size_t size, bool is_ascii) {
    searched_ += static_cast<std::uint32_t>(size);
    all_ascii = all_ascii && is_ascii;
  }
  /// Whether no field has been read.
  bool is_empty() const { return !has_data && !has_id && type.size() == 0; }

  struct Place {
    std::uint32_t begin = 0;
    std::uint32_t end = 0;

    std::size_t size() const { return end - begin; }
    Bytes in(const std::uint8_t* text) const { return {text + begin, text + end}; }
  };

  /// The value of the first `data` field, and of the last of the others.
  Place data;
  Place id;
  Place type;
  bool has_data = false;
  /// The values of several `data` fields have to be joined.
  bool has_more_data = false;
  bool has_id = false;
  /// It is but a `retry` field, whose value stands in `data`.
  bool is_retry = false;
  bool all_ascii = true;

 private:
  /// Where a line begins that has not been read to its end.
  std::uint32_t line_begin_ = 0;
  /// Up to where that has no line end.
  std::uint32_t searched_ = 0;
};

}  // namespace sse
