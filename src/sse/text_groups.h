#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "sse/buffer.h"
#include "sse/event_batch.h"

namespace sse {

/// What the text of a group is.
enum class TextForm : std::uint32_t {
  /// A byte a code unit.
  ascii,
  utf16,
  /// UTF-8, of which the reader makes UTF-16. Places in it are code units of that, provided that it is well formed.
  utf8,
};

/// A stretch of text that is made into one UTF-16 string, from which the parts of the records are then sliced.
struct TextGroup {
  /// Where it stands.
  const void* begin;
  /// In bytes of ASCII or UTF-8, or in UTF-16 code units.
  std::uint32_t length;
  TextForm form;
  /// What the places in its records are to be lessened by.
  std::uint32_t base;
  /// For UTF-8: the code units that it makes if the places are right, and if it makes as many, they are. 0 when that
  /// says nothing, because it has surrogate pairs: then they are right if it makes no U+FFFD.
  std::uint32_t units;
};

/// Prepares a batch for a reader whose strings are UTF-16: such a reader makes one string for many records, because a
/// string that is made of bytes costs as much as dozens of slices, and slices it at code units.
class TextGroups {
 public:
  /// A slice keeps the string that it was cut from alive, so this is what a reader that stores one small event keeps
  /// for it.
  static constexpr std::size_t kGroupBytes = std::size_t{16} * 1024;

  /// Cuts the batch into groups. The places in `records` are then places in their group, in UTF-16 code units, when the
  /// group's base is taken off. The batch is to be read while its chunk is there. What is not ASCII is decoded, except
  /// for groups of `least_utf8` bytes and more: that may be 0 at first, and all is decoded in a second call for the
  /// same batch, when a group turned out to be ill formed. False when the memory cannot be had.
  [[nodiscard]] bool cut(EventBatch& batch, std::size_t least_utf8 = SIZE_MAX);

  const Buffer<TextGroup>& groups() const { return groups_; }
  /// The batch's, in the same order.
  std::span<const Record> records() const { return records_; }

 private:
  [[nodiscard]] bool add_utf16(const std::uint8_t* text, std::span<Record> records);
  [[nodiscard]] bool add_utf8(const std::uint8_t* text, Bytes bytes, std::span<Record> records);

  Buffer<TextGroup> groups_;
  Buffer<char16_t> wide_text_;
  /// Those of a batch that is not all ASCII: the batch's own are needed for a second call.
  Buffer<Record> placed_;
  std::span<const Record> records_;
};

}  // namespace sse
