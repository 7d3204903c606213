#include "sse/buffer.h"

namespace sse {

bool grow_memory(void*& memory, std::size_t size, std::size_t& capacity, std::size_t extra, std::size_t item_size) {
  const std::size_t max_capacity = static_cast<std::size_t>(PTRDIFF_MAX) / item_size;
  if (extra > max_capacity - size) return false;
  const std::size_t needed = size + extra;
  std::size_t wanted = capacity > max_capacity / 2 ? max_capacity : capacity * 2;
  if (wanted < needed) wanted = needed;
  void* grown = std::realloc(memory, wanted * item_size);
  if (grown == nullptr && wanted > needed) {
    wanted = needed;
    grown = std::realloc(memory, wanted * item_size);
  }
  if (grown == nullptr) return false;
  memory = grown;
  capacity = wanted;
  return true;
}

}  // namespace sse
