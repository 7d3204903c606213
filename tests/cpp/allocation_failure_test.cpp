#include <gtest/gtest.h>

#include <algorithm>
#include <climits>
#include <cstddef>
#include <string>
#include <vector>

#include "interpret.h"
#include "sse/settle.h"

// Running out of memory ends one stream, with a status, and nothing else. The linker puts `__wrap_realloc` in front of
// `realloc` for this program, so that every allocation of a stream can be made to fail in turn.
namespace {

/// While it lives, some allocations succeed, and then so many fail.
class ShortMemory {
 public:
  static constexpr long kAllTheRest = LONG_MAX;

  explicit ShortMemory(long successes, long failures = kAllTheRest) : successes_(successes), failures_(failures) {
    now = this;
  }
  ~ShortMemory() { now = nullptr; }
  ShortMemory(const ShortMemory&) = delete;
  ShortMemory& operator=(const ShortMemory&) = delete;

  static bool fails() {
    if (now == nullptr || now->successes_-- > 0) return false;
    return now->failures_-- > 0;
  }

 private:
  // NOLINTNEXTLINE(*-avoid-non-const-global-variables): the linker calls a function without an object
  static inline ShortMemory* now = nullptr;
  long successes_;
  long failures_;
};

}  // namespace

extern "C" {
// The linker names these.
// NOLINTBEGIN(bugprone-reserved-identifier)
void* __real_realloc(void* memory, std::size_t size);
void* __wrap_realloc(void* memory, std::size_t size);

void* __wrap_realloc(void* memory, std::size_t size) {
  return ShortMemory::fails() ? nullptr : __real_realloc(memory, size);
}
// NOLINTEND(bugprone-reserved-identifier)
}

namespace sse_tests {
namespace {

std::string demanding_stream() {
  std::string stream;
  for (int i = 0; i < 4; ++i) {
    stream += "event: a type that is long enough to need memory of its own, more than sixty-four bytes\n";
    stream += "id: " + std::string(100, '1') + "\xE6\xB0\n";
    stream += "data: " + std::string(300, 'x') + "\xFF\ndata: y\n";
    stream += ": comment " + std::string(80, 'c') + "\nunknown" + std::string(80, 'u') + "\nretry: 5\nretry: five\n\n";
  }
  return stream;
}

/// Pushes the stream in chunks of a size, with memory for so many allocations. Returns whether that was too few.
bool runs_short(const std::string& stream, std::size_t chunk_size, long allocations, const Items& expected) {
  sse::EventStreamParser parser(all_reports());
  std::vector<sse::EventBatch> batches((stream.size() + chunk_size - 1) / chunk_size);
  sse::Status status = sse::Status::ok;
  {
    const ShortMemory memory(allocations);
    for (std::size_t i = 0; i < batches.size() && status == sse::Status::ok; ++i) {
      const sse::Bytes rest = as_bytes(stream).subspan(i * chunk_size);
      status = parser.push(rest.first(std::min(chunk_size, rest.size())), batches[i]);
    }
  }
  Items items;
  std::string last_event_id;
  for (sse::EventBatch& batch : batches) {
    EXPECT_TRUE(sse::settle(batch));
    read_batch(batch, last_event_id, items);
  }

  if (status == sse::Status::ok) {
    EXPECT_EQ(items, expected);
    return false;
  }
  EXPECT_EQ(status, sse::Status::out_of_memory);
  // The last memory that is asked for keeps the last event ID, when all items are there.
  EXPECT_LE(items.size(), expected.size());
  EXPECT_TRUE(std::equal(items.begin(), items.end(), expected.begin())) << to_text(items);

  sse::EventBatch batch;
  EXPECT_EQ(parser.push(as_bytes("data: x\n\n"), batch), sse::Status::out_of_memory);
  EXPECT_TRUE(batch.records().empty());
  parser.reset();
  EXPECT_EQ(parser.push(as_bytes("data: x\n\n"), batch), sse::Status::ok);
  EXPECT_EQ(batch.data(0), "x");
  return true;
}

TEST(AllocationFailure, EveryAllocationOfAStream) {
  const std::string stream = demanding_stream();
  const Items expected = interpret(stream, {}, all_reports()).items;
  for (const std::size_t chunk_size : {std::size_t{1}, std::size_t{7}, std::size_t{64}, stream.size()}) {
    long allocations = 0;
    while (runs_short(stream, chunk_size, allocations, expected)) {
      ++allocations;
      if (HasFailure()) return;
    }
    EXPECT_GT(allocations, 10) << "the stream needed hardly any memory, so the test shows nothing";
  }
}

TEST(AllocationFailure, OfABuffer) {
  sse::ByteBuffer buffer;
  ASSERT_TRUE(buffer.append(as_bytes("0123456789")));
  const std::string more(1000, 'x');
  {
    const ShortMemory memory(0);
    EXPECT_FALSE(buffer.append(as_bytes(more)));
  }
  EXPECT_EQ(sse::as_text(buffer.view()), "0123456789");
  EXPECT_TRUE(buffer.append(as_bytes(more)));
  EXPECT_EQ(buffer.size(), 1010U);
}

TEST(AllocationFailure, TakesWhatIsNeededWhenMoreCannotBeHad) {
  sse::ByteBuffer buffer;
  ASSERT_TRUE(buffer.append(as_bytes(std::string(1000, 'x'))));
  {
    // The first request, with room to grow, fails; the second asks for the least.
    const ShortMemory memory(0, 1);
    EXPECT_TRUE(buffer.append(as_bytes("yz")));
  }
  EXPECT_EQ(buffer.size(), 1002U);
}

TEST(AllocationFailure, ARequestThatNoMemoryCanMeet) {
  sse::ByteBuffer buffer;
  ASSERT_TRUE(buffer.append(as_bytes("x")));
  EXPECT_FALSE(buffer.make_room(static_cast<std::size_t>(PTRDIFF_MAX)));
  EXPECT_EQ(sse::as_text(buffer.view()), "x");
}

TEST(AllocationFailure, OfAListenedType) {
  sse::EventTypes types;
  {
    const ShortMemory memory(0);
    EXPECT_EQ(types.listen(as_bytes("add")), sse::EventTypes::kUnlisted);
  }
  EXPECT_EQ(types.listen(as_bytes("add")), 1U);
  EXPECT_EQ(types.find(as_bytes("add")), 1U);
}

}  // namespace
}  // namespace sse_tests
