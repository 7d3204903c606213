#include <valgrind/callgrind.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <iterator>
#include <span>
#include <vector>

#include "sse/event_stream_parser.h"
#include "sse/simd.h"
#include "sse/text_groups.h"
#include "sse/utf16.h"

// Parses streams while callgrind counts, and prints a line for each: the records that it yielded, and how often memory
// was asked for. A stream is a file of chunks, each behind its length as a little-endian word.
//
// The C library has a memcpy for each processor, chosen at run time. So that a count is the same everywhere, the linker
// puts the functions below in their place.
namespace {

// NOLINTNEXTLINE(*-avoid-non-const-global-variables): the linker calls functions without an object
std::uint64_t allocations = 0;

}  // namespace

extern "C" {
// The linker names these.
// NOLINTBEGIN(bugprone-reserved-identifier)
void* __real_realloc(void* memory, std::size_t size);
void* __wrap_realloc(void* memory, std::size_t size);
void* __wrap_memcpy(void* to, const void* from, std::size_t size);
const void* __wrap_memchr(const void* in, int byte, std::size_t size);
int __wrap_memcmp(const void* a, const void* b, std::size_t size);

void* __wrap_realloc(void* memory, std::size_t size) {
  ++allocations;
  return __real_realloc(memory, size);
}

void* __wrap_memcpy(void* to, const void* from, std::size_t size) {
  auto* const target = static_cast<std::uint8_t*>(to);
  const auto* const source = static_cast<const std::uint8_t*>(from);
  std::size_t done = 0;
  for (; size - done >= 16; done += 16) sse::simd::store(target + done, sse::simd::load(source + done));
  // A loop over bytes would be made into a call of memcpy.
  for (; done < size; ++done) static_cast<volatile std::uint8_t*>(target)[done] = source[done];
  return to;
}

const void* __wrap_memchr(const void* in, int byte, std::size_t size) {
  const auto* const bytes = static_cast<const std::uint8_t*>(in);
  for (std::size_t i = 0; i < size; ++i) {
    if (bytes[i] == static_cast<std::uint8_t>(byte)) return bytes + i;
  }
  return nullptr;
}

int __wrap_memcmp(const void* a, const void* b, std::size_t size) {
  const auto* const left = static_cast<const std::uint8_t*>(a);
  const auto* const right = static_cast<const std::uint8_t*>(b);
  for (std::size_t i = 0; i < size; ++i) {
    if (left[i] != right[i]) return left[i] < right[i] ? -1 : 1;
  }
  return 0;
}
// NOLINTEND(bugprone-reserved-identifier)
}

namespace {

/// A chunk, and the slack behind it that groups are read with.
using Chunk = std::vector<std::uint8_t>;

std::vector<Chunk> read_chunks(const char* path) {
  std::ifstream file(path, std::ios::binary);
  std::vector<Chunk> chunks;
  std::uint32_t length = 0;
  // NOLINTBEGIN(*-reinterpret-cast): chars seen as bytes
  while (file.read(reinterpret_cast<char*>(&length), sizeof length)) {
    Chunk& chunk = chunks.emplace_back(length + sse::kFullSlack);
    file.read(reinterpret_cast<char*>(chunk.data()), length);
  }
  // NOLINTEND(*-reinterpret-cast)
  return chunks;
}

/// What the module does for a chunk, bindings left out.
class Reader {
 public:
  /// As the module is told of a type that has come once.
  Reader() { parser_.types().listen(std::array<std::uint8_t, 4>{'t', 'i', 'c', 'k'}); }

  /// The records that the chunks yield.
  std::size_t read(std::span<const Chunk> chunks) {
    std::size_t records = 0;
    for (const Chunk& chunk : chunks) {
      batch_.clear();
      const sse::Bytes bytes = sse::Bytes(chunk).first(chunk.size() - sse::kFullSlack);
      if (parser_.push(bytes, batch_, sse::kFullSlack) != sse::Status::ok || !text_groups_.cut(batch_)) std::abort();
      records += batch_.records().size();
    }
    return records;
  }

 private:
  sse::EventStreamParser parser_;
  sse::EventBatch batch_;
  sse::TextGroups text_groups_;
};

}  // namespace

int main(int argc, char** argv) {
  for (const char* path : std::span(argv, static_cast<std::size_t>(argc)).subspan(1)) {
    const std::vector<Chunk> chunks = read_chunks(path);
    Reader reader;
    // From then on the buffers are as large as they need to be.
    reader.read(chunks);

    allocations = 0;
    CALLGRIND_ZERO_STATS;
    const std::size_t records = reader.read(chunks);
    CALLGRIND_DUMP_STATS_AT(path);
    std::cout << records << ' ' << allocations << '\n';
  }
}
