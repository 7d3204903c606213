#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>

#include "sse/buffer.h"
#include "sse/inline.h"
#include "sse/short_text.h"

namespace sse {

/// The event types that somebody listens to. An event of another type is never copied out of the stream.
///
/// Types are numbered as they come; number 0 is "message", the type of an event whose block names none. The numbers
/// spare the reader of a batch the text of a type that it knows.
class EventTypes {
 public:
  static constexpr std::uint32_t kMessage = 0;
  static constexpr std::uint32_t kUnlisted = 0xFF;
  /// The listener's side keeps each of them too, so there is a bound.
  static constexpr std::size_t kMaxListed = 64;

  /// Types that nobody asked for take no more of the list than this.
  static constexpr std::size_t kMaxOccurring = 40;
  static constexpr std::size_t kMaxOccurringSize = 64;

  EventTypes() = default;
  ~EventTypes();
  EventTypes(const EventTypes&) = delete;
  EventTypes& operator=(const EventTypes&) = delete;

  /// Lists a type and marks it as listened to. Returns its number, or kUnlisted when the list is full or memory is
  /// short.
  std::uint32_t listen(Bytes type);
  /// A number that `listen` gave. The type keeps its number.
  void ignore(std::uint32_t index);
  /// Whether types that nobody listens to are wanted all the same. True at the beginning.
  void listen_to_all(bool all) { all_ = all; }
  /// From now on a type that occurs while all are wanted gets a number, unless it is long or there were many.
  void number_what_occurs() { numbers_what_occurs_ = true; }
  /// Whether any got one since this was asked last.
  bool take_occurred() { return std::exchange(has_occurred_, false); }

  /// Writes out a type that has a number; its size, or 0 when none has that number. A type that has only occurred has
  /// at most kMaxOccurringSize bytes.
  std::size_t spell_out(std::uint32_t index, std::span<std::uint8_t> to) const;

  /// The first and the last eight bytes: all of a type of up to sixteen bytes, so that a long list is gone through
  /// without a look at any text.
  struct Ends {
    std::uint64_t first;
    std::uint64_t last;
  };
  SSE_ALWAYS_INLINE static Ends ends_of(Bytes type) {
    return {first_bytes(type), type.size() < 8 ? 0 : last_bytes(type)};
  }
  /// The same for a type behind which there is slack.
  SSE_ALWAYS_INLINE static Ends ends_of_slack(Bytes type) {
    return {first_bytes_of_slack(type), type.size() < 8 ? 0 : last_bytes(type)};
  }

  /// The number of the type of an event, which may get one by this.
  SSE_ALWAYS_INLINE std::uint32_t number_of(Bytes type) { return number_of(type, ends_of(type)); }
  SSE_ALWAYS_INLINE std::uint32_t number_of(Bytes type, Ends ends) {
    return number_of(type.data(), type.size(), ends.first, ends.last);
  }
  /// Whether a type has that number, and is not "message".
  SSE_ALWAYS_INLINE bool is_listed_as(std::uint32_t index, Bytes type, Ends ends) const {
    return index - 1 < listed_.size() && is(listed_.data()[index - 1], type, ends);
  }
  /// The number of a type, or kUnlisted.
  std::uint32_t find(Bytes type) const { return find(type.data(), type.size(), ends_of(type)); }
  bool wants(std::uint32_t index) const { return all_ || (index != kUnlisted && (listened_ >> index & 1) != 0); }

 private:
  struct Listed {
    Ends ends;
    /// Null when the ends say it all.
    std::uint8_t* text;
    std::uint32_t size;
  };

  std::uint32_t number_of(const std::uint8_t* text, std::size_t size, std::uint64_t first, std::uint64_t last);
  SSE_ALWAYS_INLINE std::uint32_t find(const std::uint8_t* text, std::size_t size, Ends ends) const {
    return find(text, size, ends.first, ends.last);
  }
  std::uint32_t find(const std::uint8_t* text, std::size_t size, std::uint64_t first, std::uint64_t last) const;
  std::uint32_t list(Bytes type, Ends ends);
  SSE_ALWAYS_INLINE static bool is(const Listed& listed, Bytes type, Ends ends) {
    if (listed.ends.first != ends.first || listed.ends.last != ends.last || listed.size != type.size()) return false;
    for (std::size_t i = 8; i + 8 < type.size(); i += 8) {
      if (first_bytes({listed.text + i, 8}) != first_bytes(type.subspan(i, 8))) return false;
    }
    return true;
  }
  SSE_ALWAYS_INLINE static std::size_t slot_of(std::size_t size, Ends ends);
  void fill_slots(std::size_t first);

  Buffer<Listed> listed_;
  /// Numbers of types by their hash, in a list that is long. 0: free.
  Buffer<std::uint8_t> slots_;
  std::uint64_t listened_ = 0;
  std::uint8_t occurring_ = 0;
  bool all_ = true;
  bool numbers_what_occurs_ = false;
  bool has_occurred_ = false;
};

}  // namespace sse
