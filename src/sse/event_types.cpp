#include "sse/event_types.h"

#include <new>
#include <string_view>

#include "sse/field.h"
#include "sse/short_text.h"

namespace sse {

namespace {

constexpr std::string_view kMessageType = "message";

}  // namespace

EventTypes::~EventTypes() {
  for (ByteBuffer* type : listed_.view()) delete type;
}

std::uint32_t EventTypes::find(const std::uint8_t* text, std::size_t size) const {
  const Bytes type(text, size);
  if (type.size() == kMessageType.size() && first_bytes(type) == first_bytes_of(kMessageType)) return kMessage;
  std::size_t index = last_found_;
  for (std::size_t i = 0; i < listed_.size(); ++i) {
    if (same_text(listed_.data()[index]->view(), type)) {
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
    auto* const copy = new (std::nothrow) ByteBuffer;
    if (copy == nullptr || !copy->append(type) || !listed_.append(copy)) {
      delete copy;
      return kUnlisted;
    }
    index = static_cast<std::uint32_t>(listed_.size());
  }
  listened_ |= std::uint64_t{1} << index;
  return index;
}

void EventTypes::ignore(std::uint32_t index) { listened_ &= ~(std::uint64_t{1} << index); }

}  // namespace sse
