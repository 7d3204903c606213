#include <gtest/gtest.h>

#include <cstdint>
#include <string>
#include <string_view>

#include "sse/event_stream_parser.h"

// The work is linear in the input whatever the chunking, shown by counting and not by a clock. This program compiles
// the library once more, with a call at every basic block (-fsanitize-coverage=trace-pc); the linker puts a counter in
// front of `memcpy`, `memchr` and `realloc`, which do in one block what takes as long as their argument.
namespace {

// NOLINTBEGIN(*-avoid-non-const-global-variables): the compiler and the linker call functions without an object
std::uint64_t blocks = 0;
std::uint64_t bytes = 0;
// NOLINTEND(*-avoid-non-const-global-variables)

}  // namespace

extern "C" {
// The compiler and the linker name these.
// NOLINTBEGIN(bugprone-reserved-identifier)
void __sanitizer_cov_trace_pc();
void* __real_memcpy(void* to, const void* from, std::size_t size);
void* __wrap_memcpy(void* to, const void* from, std::size_t size);
const void* __real_memchr(const void* in, int byte, std::size_t size);
const void* __wrap_memchr(const void* in, int byte, std::size_t size);
void* __real_realloc(void* memory, std::size_t size);
void* __wrap_realloc(void* memory, std::size_t size);

void __sanitizer_cov_trace_pc() { ++blocks; }

void* __wrap_memcpy(void* to, const void* from, std::size_t size) {
  bytes += size;
  return __real_memcpy(to, from, size);
}

const void* __wrap_memchr(const void* in, int byte, std::size_t size) {
  bytes += size;
  return __real_memchr(in, byte, size);
}

void* __wrap_realloc(void* memory, std::size_t size) {
  bytes += size;
  return __real_realloc(memory, size);
}
// NOLINTEND(bugprone-reserved-identifier)
}

namespace sse_tests {
namespace {

sse::Bytes as_bytes(std::string_view text) {
  // NOLINTNEXTLINE(*-reinterpret-cast): chars seen as bytes
  return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

struct Work {
  double blocks_per_byte;
  double bytes_per_byte;
};

Work work_of(std::string_view stream, std::size_t chunk_size) {
  sse::EventStreamParser parser({.report_comments = true, .report_ignored_fields = true});
  sse::EventBatch batch;
  std::size_t records = 0;
  blocks = bytes = 0;
  for (std::size_t begin = 0; begin < stream.size(); begin += chunk_size) {
    batch.clear();
    const auto chunk = as_bytes(stream).subspan(begin, std::min(chunk_size, stream.size() - begin));
    EXPECT_EQ(parser.push(chunk, batch), sse::Status::ok);
    records += batch.records().size();
  }
  EXPECT_GT(records, 0U);
  const auto size = static_cast<double>(stream.size());
  return {static_cast<double>(blocks) / size, static_cast<double>(bytes) / size};
}

/// `make(size)` is a stream of about this size. Four times the stream must not cost more a byte; a square would cost
/// four times as much. How much a byte costs at all depends on the compiler, so the bound on that is a wide one.
template <typename Make>
void expect_linear(Make make) {
  constexpr std::size_t kSize = std::size_t{1} << 17;
  constexpr double kBlocksPerByte = 300;
  constexpr double kBytesPerByte = 50;
  for (const std::size_t chunk_size :
       {std::size_t{1}, std::size_t{3}, std::size_t{64}, std::size_t{4096}, std::size_t{65536}}) {
    const Work small = work_of(make(kSize), chunk_size);
    const Work large = work_of(make(4 * kSize), chunk_size);
    EXPECT_LT(large.blocks_per_byte, small.blocks_per_byte * 1.2 + 0.1) << chunk_size;
    EXPECT_LT(large.bytes_per_byte, small.bytes_per_byte * 1.5 + 1) << chunk_size;
    EXPECT_LT(large.blocks_per_byte, kBlocksPerByte) << chunk_size;
    EXPECT_LT(large.bytes_per_byte, kBytesPerByte) << chunk_size;
  }
}

TEST(Linearity, TheCountersCount) {
  const Work work = work_of("data: " + std::string(100'000, 'x') + "\n\n", 64);
  EXPECT_GT(work.blocks_per_byte, 0);
#if !defined(__SANITIZE_ADDRESS__)
  EXPECT_GT(work.bytes_per_byte, 0.5);
#endif
}

TEST(Linearity, OneLineOfData) {
  expect_linear([](std::size_t size) { return "data: " + std::string(size, 'x') + "\n\n"; });
}

TEST(Linearity, OneLineOfWideCharacters) {
  expect_linear([](std::size_t size) {
    std::string line;
    while (line.size() < size) line += "水é";
    return "data: " + line + "\n\n";
  });
}

TEST(Linearity, OneLineOfIllFormedBytes) {
  expect_linear([](std::size_t size) { return "data: " + std::string(size, '\xFF') + "\n\n"; });
}

TEST(Linearity, ManyEmptyLinesOfData) {
  expect_linear([](std::size_t size) {
    std::string lines;
    while (lines.size() < size) lines += "data\n";
    return lines + "\n";
  });
}

TEST(Linearity, OneEventOfManyLines) {
  expect_linear([](std::size_t size) {
    std::string lines;
    while (lines.size() < size) lines += "data: some text in a line\r\n: a comment\r\nretry: 5\r\n";
    return lines + "\r\n";
  });
}

TEST(Linearity, OneComment) {
  expect_linear([](std::size_t size) { return ":" + std::string(size, 'x') + "\n"; });
}

TEST(Linearity, OneUnknownField) {
  expect_linear([](std::size_t size) { return std::string(size, 'x') + "\n"; });
}

TEST(Linearity, OneId) {
  expect_linear([](std::size_t size) { return "id: " + std::string(size, '1') + "\n\n"; });
}

TEST(Linearity, OneType) {
  expect_linear([](std::size_t size) { return "event: " + std::string(size, 'x') + "\ndata\n\n"; });
}

TEST(Linearity, ManySmallEvents) {
  expect_linear([](std::size_t size) {
    std::string events;
    while (events.size() < size) events += "id: 1\nevent: add\ndata: x\n\n";
    return events;
  });
}

TEST(Linearity, NothingButLineEnds) {
  expect_linear([](std::size_t size) { return std::string(size, '\r') + "data\n\n"; });
}

}  // namespace
}  // namespace sse_tests
