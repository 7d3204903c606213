#pragma once

#include <cstddef>
#include <cstdint>

#include "sse/buffer.h"
#include "sse/event_batch.h"

namespace sse {

/// A stretch of a batch's text that is made into one UTF-16 string, from which the parts of the records are then
/// sliced.
struct TextGroup {
  /// In the batch's text, in bytes, or in the wide text, in code units.
  std::uint32_t begin;
  std::uint32_t end;
  /// 0: the group is all ASCII and stands in the batch's text. 1: it stands in the wide text.
  std::uint32_t wide;
};
static_assert(sizeof(TextGroup) == 12);

/// Prepares a batch for a reader whose strings are UTF-16: such a reader makes one string for many records, because a
/// string that is made of bytes costs as much as dozens of slices, and slices it at code units.
class TextGroups {
 public:
  /// A slice keeps the string that it was cut from alive, so this is what a reader that stores one small event keeps
  /// for it.
  static constexpr std::size_t kAsciiGroupBytes = 4096;
  /// Twice as large as a string, if it is mostly ASCII.
  static constexpr std::size_t kWideGroupBytes = 2048;

  /// Cuts the batch into groups, and makes the places in its records relative to their group, in UTF-16 code units. The
  /// batch is then good for nothing but to be read in this way. False when the memory cannot be had.
  [[nodiscard]] bool cut(EventBatch& batch);

  const Buffer<TextGroup>& groups() const { return groups_; }
  const Buffer<char16_t>& wide_text() const { return wide_text_; }

 private:
  [[nodiscard]] bool add_wide(Bytes text, std::size_t text_begin, std::span<Record> records);

  Buffer<TextGroup> groups_;
  Buffer<char16_t> wide_text_;
};

}  // namespace sse
