#pragma once

#include <cstddef>
#include <cstdint>

#include "sse/buffer.h"

namespace sse {

/// The event types that somebody listens to. An event of another type is never copied out of the stream.
///
/// Types are numbered as they come; number 0 is "message", the type of an event whose block names none. The numbers
/// spare the reader of a batch the text of a type that it knows.
class EventTypes {
 public:
  static constexpr std::uint32_t kMessage = 0;
  static constexpr std::uint32_t kUnlisted = 0xFF;
  /// A listed type costs a comparison for every event of a type that is not listed, so there is a bound.
  static constexpr std::size_t kMaxListed = 64;

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

  /// The number of a type, or kUnlisted.
  std::uint32_t find(Bytes type) const { return find(type.data(), type.size()); }
  bool wants(std::uint32_t index) const { return all_ || (index != kUnlisted && (listened_ >> index & 1) != 0); }

 private:
  struct Listed {
    /// Its first bytes: most types differ in them, so that a long list is gone through without a look at their text.
    std::uint64_t head;
    std::uint8_t* text;
    std::uint32_t size;
  };

  std::uint32_t find(const std::uint8_t* text, std::size_t size) const;

  Buffer<Listed> listed_;
  /// What `find` found last: most streams repeat themselves.
  mutable std::size_t last_found_ = 0;
  std::uint64_t listened_ = 0;
  bool all_ = true;
};

}  // namespace sse
