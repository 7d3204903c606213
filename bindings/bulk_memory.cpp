#include <cstddef>

// The one file that is compiled with bulk memory instructions. An engine calls out for each of them, which is right for
// kilobytes and slow for the few words of a structure, and the compiler uses them for everything where it may.

// NOLINTBEGIN(readability-inconsistent-declaration-parameter-name): the names are the library's own
extern "C" void* memcpy(void* __restrict to, const void* __restrict from, std::size_t size) {
  __builtin_memcpy(to, from, size);
  return to;
}

extern "C" void* memmove(void* to, const void* from, std::size_t size) {
  __builtin_memmove(to, from, size);
  return to;
}

extern "C" void* memset(void* to, int byte, std::size_t size) {
  __builtin_memset(to, byte, size);
  return to;
}
// NOLINTEND(readability-inconsistent-declaration-parameter-name)
