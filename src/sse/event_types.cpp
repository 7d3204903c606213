#include "sse/event_types.h"

#include <cstring>
#include <new>
#include <string_view>

#include "sse/field.h"

namespace sse {

namespace {

constexpr std::string_view kMessageType = "message";

bool same(Bytes a, Bytes b) { return a.size() == b.size() && (a.empty() || std::memcmp(a.data(), b.data(), a.size()) == 0); }

}  // namespace

EventTypes::~EventTypes() {
  for (ByteBuffer* type : listed_.view()) delete type;
}

std::uint32_t EventTypes::find(Bytes type) const {
  if (as_text(type) == kMessageType) return kMessage;
  for (std::size_t i = 0; i < listed_.size(); ++i) {
    if (same(listed_.data()[i]->view(), type)) return static_cast<std::uint32_t>(i + 1);
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
