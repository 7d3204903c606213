// The module's malloc. A block has one of some fifty sizes, among them the powers of two that a growing Buffer asks
// for, and returns to the free blocks of its size: nothing is split or merged, so that all of it is a few
// hundred bytes of code, and a thousand streams that come and go cost what one costs.
//
// A large block that grows takes a free one that is larger still: an event of megabytes is not copied from each size to
// the next, if there was one like it before.
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <new>

// The linker puts it where the module's own data end.
extern "C" std::byte __heap_base;

namespace {

constexpr std::size_t kPageSize = std::size_t{64} * 1024;
constexpr unsigned kSteps = 54;

/// 16, 24, 32, 48, 64, 96 and so on.
constexpr std::size_t size_of_step(unsigned step) { return std::size_t{2 + step % 2} << (3 + step / 2); }

/// What stands before a block. Its size keeps the block aligned.
struct alignas(8) Header {
  unsigned step;
};

/// A free block, seen as what it is in its list.
struct FreeBlock {
  FreeBlock* next;
};

/// A block of so many bytes that has to grow is likely to grow on.
constexpr std::size_t kLarge = std::size_t{16} * 1024;
/// Up to eight times as much as is asked for.
constexpr unsigned kStepsAhead = 6;

FreeBlock* free_blocks[kSteps];
/// Where memory begins that was never a block.
std::byte* unused = nullptr;

Header* header_of(void* block) { return static_cast<Header*>(block) - 1; }

bool has_unused(std::size_t bytes) {
  if (unused == nullptr) unused = &__heap_base + (-reinterpret_cast<std::uintptr_t>(&__heap_base) % alignof(Header));
  const std::size_t left = __builtin_wasm_memory_size(0) * kPageSize - reinterpret_cast<std::uintptr_t>(unused);
  return left >= bytes || __builtin_wasm_memory_grow(0, (bytes - left + kPageSize - 1) / kPageSize) != SIZE_MAX;
}

/// The least that has room; `kSteps` when none has.
unsigned step_of(std::size_t size) {
  unsigned step = 0;
  while (step < kSteps && size > size_of_step(step)) ++step;
  return step;
}

void* allocate(unsigned step) {
  if (step == kSteps) return nullptr;
  FreeBlock*& first = free_blocks[step];
  if (first != nullptr) {
    FreeBlock* const block = first;
    first = block->next;
    return block;
  }
  const std::size_t bytes = sizeof(Header) + size_of_step(step);
  if (!has_unused(bytes)) return nullptr;
  auto* const header = new (unused) Header{step};
  unused += bytes;
  return header + 1;
}

/// The largest step from this one on that has a free block, within bounds; the same when none has.
unsigned step_ahead(unsigned step) {
  for (unsigned ahead = step + kStepsAhead; ahead > step; --ahead) {
    if (ahead < kSteps && free_blocks[ahead] != nullptr) return ahead;
  }
  return step;
}

}  // namespace

extern "C" {

void* malloc(std::size_t size) { return allocate(step_of(size)); }

void free(void* block) {
  if (block == nullptr) return;
  FreeBlock*& first = free_blocks[header_of(block)->step];
  first = new (block) FreeBlock{first};
}

void* realloc(void* block, std::size_t size) {
  const std::size_t old_size = block == nullptr ? 0 : size_of_step(header_of(block)->step);
  if (size <= old_size) return block;
  unsigned step = step_of(size);
  if (old_size >= kLarge) step = step_ahead(step);
  void* const larger = allocate(step);
  if (larger == nullptr) return nullptr;
  std::memcpy(larger, block, old_size);
  free(block);
  return larger;
}

}  // extern "C"

void* operator new(std::size_t size) {
  void* const block = malloc(size);
  // A trap becomes an exception in JavaScript, and the module goes on.
  if (block == nullptr) __builtin_trap();
  return block;
}
void* operator new(std::size_t size, const std::nothrow_t& /*tag*/) noexcept { return malloc(size); }
void operator delete(void* block) noexcept { free(block); }
void operator delete(void* block, std::size_t /*size*/) noexcept { free(block); }
