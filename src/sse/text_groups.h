#pragma once

#include <cstddef>
#include <cstdint>

#include "sse/buffer.h"
#include "sse/event_batch.h"

namespace sse {

/// A stretch of text that is made into one UTF-16 string, from which the parts of the records are then sliced.
struct TextGroup {
  /// Where it stands.
  const void* begin;
  /// Its length in UTF-16 code units.
  std::uint32_t length;
  /// 0: it is all ASCII, a byte a code unit. 1: it is UTF-16.
  std::uint32_t wide;
  /// What the places in its records are to be lessened by.
  std::uint32_t base;
};

/// Prepares a batch for a reader whose strings are UTF-16: such a reader makes one string for many records, because a
/// string that is made of bytes costs as much as dozens of slices, and slices it at code units.
class TextGroups {
 public:
  /// A slice keeps the string that it was cut from alive, so this is what a reader that stores one small event keeps
  /// for it.
  static constexpr std::size_t kGroupBytes = std::size_t{16} * 1024;

  /// Cuts the batch into groups. The places in its records are then places in their group, in UTF-16 code units, when
  /// the group's base is taken off, and the batch is good for nothing but to be read in this way, while its chunk is
  /// there. False when the memory cannot be had.
  [[nodiscard]] bool cut(EventBatch& batch);

  const Buffer<TextGroup>& groups() const { return groups_; }

 private:
  [[nodiscard]] bool add_wide(const std::uint8_t* text, std::span<Record> records);

  Buffer<TextGroup> groups_;
  Buffer<char16_t> wide_text_;
};

}  // namespace sse
