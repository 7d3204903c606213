#include "sse/event_types.h"

#include <cstdlib>
#include <cstring>

namespace sse {

namespace {

/// So many are gone through faster than a hash is made.
constexpr std::size_t kShortList = 4;
/// Twice the longest list, and a power of two.
constexpr std::size_t kSlots = 128;
static_assert(kSlots >= 2 * EventTypes::kMaxListed);

}  // namespace

EventTypes::~EventTypes() {
  for (const Listed& type : listed_.view()) std::free(type.text);
}

std::uint32_t EventTypes::find(const std::uint8_t* text, std::size_t size, std::uint64_t first,
                               std::uint64_t last) const {
  const Bytes type(text, size);
  const Ends ends{first, last};
  if (type.size() == 7 && ends.first == first_bytes_of("message")) return kMessage;
  if (!slots_.empty()) {
    for (std::size_t slot = slot_of(type.size(), ends);; ++slot) {
      const std::uint32_t index = slots_.data()[slot % kSlots];
      if (index == 0) return kUnlisted;
      if (is(listed_.data()[index - 1], type, ends)) return index;
    }
  }
  for (std::size_t i = 0; i < listed_.size(); ++i) {
    if (is(listed_.data()[i], type, ends)) return static_cast<std::uint32_t>(i + 1);
  }
  return kUnlisted;
}

std::size_t EventTypes::slot_of(std::size_t size, Ends ends) {
  // The product's upper bits depend on all bits of both ends.
  const std::uint64_t hash = (ends.first ^ (ends.last << 1) ^ size) * 0x9E3779B97F4A7C15;
  return static_cast<std::size_t>(hash >> 57);
}

void EventTypes::fill_slots(std::size_t first) {
  for (std::size_t i = first; i < listed_.size(); ++i) {
    std::size_t slot = slot_of(listed_.data()[i].size, listed_.data()[i].ends);
    while (slots_.data()[slot % kSlots] != 0) ++slot;
    slots_.data()[slot % kSlots] = static_cast<std::uint8_t>(i + 1);
  }
}

std::uint32_t EventTypes::list(Bytes type, Ends ends) {
  if (listed_.size() + 1 >= kMaxListed) return kUnlisted;
  Listed listed{ends, nullptr, static_cast<std::uint32_t>(type.size())};
  if (type.size() > sizeof listed.ends) {
    listed.text = static_cast<std::uint8_t*>(std::realloc(nullptr, type.size()));
    if (listed.text == nullptr) return kUnlisted;
    std::memcpy(listed.text, type.data(), type.size());
  }
  if (!listed_.append(listed)) {
    std::free(listed.text);
    return kUnlisted;
  }
  const std::size_t index = listed_.size();
  if (!slots_.empty()) {
    fill_slots(index - 1);
  } else if (index > kShortList && slots_.make_room(kSlots)) {
    // Without the memory the list is gone through as a short one is.
    for (std::size_t i = 0; i < kSlots; ++i) (void)slots_.append(0);
    fill_slots(0);
  }
  return static_cast<std::uint32_t>(index);
}

std::uint32_t EventTypes::listen(Bytes type) {
  const Ends ends = ends_of(type);
  std::uint32_t index = find(type.data(), type.size(), ends);
  if (index == kUnlisted) index = list(type, ends);
  if (index != kUnlisted) listened_ |= std::uint64_t{1} << index;
  return index;
}

SSE_NEVER_INLINE std::uint32_t EventTypes::number_of(const std::uint8_t* text, std::size_t size, std::uint64_t first,
                                                     std::uint64_t last) {
  const Bytes type(text, size);
  const Ends ends{first, last};
  std::uint32_t index = find(text, size, ends);
  if (index != kUnlisted || !numbers_what_occurs_ || !all_) return index;
  if (occurring_ == kMaxOccurring || size > kMaxOccurringSize) return kUnlisted;
  index = list(type, ends);
  if (index == kUnlisted) return kUnlisted;
  ++occurring_;
  has_occurred_ = true;
  return index;
}

std::size_t EventTypes::spell_out(std::uint32_t index, std::span<std::uint8_t> to) const {
  if (index == kMessage || index > listed_.size()) return 0;
  const Listed& listed = listed_.data()[index - 1];
  const std::size_t size = listed.size;
  if (size > to.size()) return 0;
  for (std::size_t i = 0; i < size; ++i) {
    if (listed.text != nullptr) {
      to[i] = listed.text[i];
    } else {
      const std::uint64_t end = i < 8 ? listed.ends.first >> 8 * i : listed.ends.last >> 8 * (i + 8 - size);
      to[i] = static_cast<std::uint8_t>(end);
    }
  }
  return size;
}

void EventTypes::ignore(std::uint32_t index) { listened_ &= ~(std::uint64_t{1} << index); }

}  // namespace sse
