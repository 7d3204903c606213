#include "sse/event_types.h"

#include <new>
#include <string_view>

#include "sse/field.h"
#include "sse/short_text.h"

namespace sse {

namespace {

constexpr std::string_view kMessageType = "message";

bool same_text(Bytes a, Bytes b) {
  if (a.size() != b.size()) return false;
  std::size_t i = 0;
  for (; a.size() - i >= 8; i += 8) {
    if (first_bytes({a.data() + i, 8}) != first_bytes({b.data() + i, 8})) return false;
  }
  for (; i < a.size(); ++i) {
    if (a[i] != b[i]) return false;
  }
  return true;
}

}  // namespace

EventTypes::~EventTypes() {
  for (ByteBuffer* type : listed_.view()) delete type;
}

std::uint32_t EventTypes::find(const std::uint8_t* text, std::size_t size) const {
  const Bytes type(text, size);
  if (as_text(type) == kMessageType) return kMessage;
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
