#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <iostream>
#include <string>
#include <string_view>

#include "interpret.h"
#include "random.h"
#include "reference/event_stream.h"
#include "sse/field.h"
#include "sse/settle.h"

// What is true of every input:
//
// 1. However the stream is cut, it yields the same records.
// 2. They are those of the reference interpreter, which reads like the standard.
// 3. A batch's places ascend and end with its text, its text is well formed, its UTF-16 places are those of its text,
// and it knows
//    whether it is ASCII.
// 4. Reports change no event: without them the stream yields the same events.
// 5. A bound on events only ever cuts records off at the end, at the same place whatever the cuts, and what it lets
// through is
//    what comes without it.
// 6. A parser that has ended or was reset is as good as a new one.
namespace {

using sse_tests::Cuts;
using sse_tests::Items;

void check(bool holds, const char* invariant, const std::string& detail) {
  if (holds) return;
  std::cerr << "not so: " << invariant << '\n' << detail << '\n';
  std::abort();
}

std::uint64_t hash(std::string_view text) {
  std::uint64_t value = 0xCBF29CE484222325;
  for (const char c : text) value = (value ^ static_cast<std::uint8_t>(c)) * 0x100000001B3;
  return value;
}

Cuts random_cuts(sse_tests::Random& random, std::size_t size) {
  Cuts cuts;
  const std::size_t spacing = 1 + random.below(24);
  for (std::size_t i = 0; i <= size; ++i) {
    if (random.below(spacing) == 0) cuts.push_back(i);
  }
  return cuts;
}

Items interpret(std::string_view stream, const Cuts& cuts, const sse::ParserOptions& options) {
  const sse_tests::Interpretation result = sse_tests::interpret(stream, cuts, options);
  check(result.problem.empty(), "every batch is right in itself", result.problem);
  return result.items;
}

void check_same(const Items& actual, const Items& expected, const char* invariant) {
  if (actual == expected) return;
  check(false, invariant, "expected\n" + to_text(expected) + "and got\n" + to_text(actual));
}

void check_bound(std::string_view stream, const Cuts& cuts, std::size_t bound, const Items& unbounded) {
  const sse::ParserOptions options = sse_tests::all_reports(bound);
  const Items whole = interpret(stream, {}, options);
  check_same(interpret(stream, cuts, options), whole, "a bound is the same however the stream is cut");
  Items through = whole;
  if (!through.empty() && through.back().kind == "error") through.pop_back();
  check(through.size() <= unbounded.size(), "a bound adds no record", "");
  check_same(through, Items(unbounded.begin(), unbounded.begin() + static_cast<std::ptrdiff_t>(through.size())),
             "what a bound lets through is what comes without it");
}

void check_next_stream(std::string_view stream, std::string_view next, const Items& expected, bool reset) {
  sse::EventStreamParser parser(sse_tests::all_reports());
  sse::EventBatch batch;
  check(parser.push(sse_tests::as_bytes(stream), batch) == sse::Status::ok, "a stream without a bound is taken", "");
  if (reset) {
    parser.reset();
    check(parser.last_event_id().empty(), "reset forgets the last event ID", "");
  } else {
    parser.end();
  }
  batch.clear();
  check(parser.push(sse_tests::as_bytes(next), batch) == sse::Status::ok, "the next stream is taken", "");
  check(sse::settle(batch), "there is memory to settle a batch", "");
  Items items;
  std::string last_event_id;
  read_batch(batch, last_event_id, items);
  check_same(items, expected, "an ended parser is as good as a new one");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view stream = sse::as_text({data, size});
  sse_tests::Random random(hash(stream));
  const sse::ParserOptions reports = sse_tests::all_reports();

  const Items whole = interpret(stream, {}, reports);
  check_same(whole, sse_tests::reference::interpret(stream), "the records are those of the reference interpreter");
  check_same(interpret(stream, sse_tests::cut_everywhere(size), reports), whole, "byte by byte is the same as whole");
  const Cuts cuts = random_cuts(random, size);
  check_same(interpret(stream, cuts, reports), whole, "cut anywhere is the same as whole");
  check_same(interpret(stream, cuts, {}), events_of(whole), "reports change no event");
  check_bound(stream, cuts, 1 + random.below(64), whole);
  check_next_stream(stream.substr(0, random.below(size + 1)), stream, whole, (size & 1) != 0);
  return 0;
}
