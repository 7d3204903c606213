#include "sse/event_types.h"

#include <cstdlib>
#include <cstring>
#include <string_view>

#include "sse/copy_bytes.h"
#include "sse/field.h"
#include "sse/short_text.h"

namespace sse {

namespace {

constexpr std::string_view kMessageType = "message";

}  // namespace

EventTypes::~EventTypes() {
  for (const Listed& type : listed_.view()) std::free(type.text);
}

std::uint32_t EventTypes::find(const std::uint8_t* text, std::size_t size) const {
  const Bytes type(text, size);
  if (as_text(type) == kMessageType) return kMessage;
  const std::uint64_t head = first_bytes(type);
  std::size_t index = last_found_;
  for (std::size_t i = 0; i < listed_.size(); ++i) {
    const Listed& listed = listed_.data()[index];
    if (listed.head == head && listed.size == size && std::memcmp(listed.text, text, size) == 0) {
      last_found_ = index;
      return static_cast<std::uint32_t>(index + 1);
    }
    if (++index == listed_.size()) index = 0;
  }
  return kUnlisted;
}

std::uint32_t EventTypes::listen(Bytes type) {
  std::uint32_t index = find(type);
  if (index == kUnlisted) {
    if (listed_.size() + 1 >= kMaxListed) return kUnlisted;
    auto* const copy = static_cast<std::uint8_t*>(std::realloc(nullptr, type.size() + 1));
    if (copy == nullptr) return kUnlisted;
    copy_bytes(copy, type.data(), type.size());
    if (!listed_.append(Listed{first_bytes(type), copy, static_cast<std::uint32_t>(type.size())})) {
      std::free(copy);
      return kUnlisted;
    }
    index = static_cast<std::uint32_t>(listed_.size());
  }
  listened_ |= std::uint64_t{1} << index;
  return index;
}

void EventTypes::ignore(std::uint32_t index) { listened_ &= ~(std::uint64_t{1} << index); }

}  // namespace sse
