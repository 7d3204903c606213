#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "interpret.h"
#include "reference/event_stream.h"

// Values of hundreds of bytes, each of which goes on in a later chunk that has as many: what there is of a value at the
// beginning of a chunk is taken at once, and the cases are too short for that.
namespace sse_tests {
namespace {

std::string repeat(std::string_view text, std::size_t count) {
  std::string repeated;
  for (std::size_t i = 0; i < count; ++i) repeated += text;
  return repeated;
}

/// Of lines that end so, with every field that a block can have, values that have this text in the middle, and blocks
/// behind each other.
std::string stream_of(std::string_view text, std::string_view line_end) {
  const std::string plain(100, 'p');
  const std::string value = plain + repeat(text, 120 / text.size()) + plain;
  const std::vector<std::string> lines = {"data: " + value,
                                          "",
                                          "id: " + value,
                                          "event: tick",
                                          "data: " + value,
                                          "",
                                          "data: short",
                                          "data:" + value,
                                          "data",
                                          "",
                                          ":" + value,
                                          "",
                                          "event: " + value,
                                          "data: " + value,
                                          "",
                                          "retry: " + value,
                                          "other: " + value,
                                          "data: the last",
                                          ""};
  std::string stream;
  for (const std::string& line : lines) stream.append(line).append(line_end);
  return stream;
}

class LongValues : public ::testing::TestWithParam<std::string_view> {};

TEST_P(LongValues, AreTheSameWhereverTheyAreCut) {
  using namespace std::string_view_literals;
  for (const std::string_view text : {"1"sv, "caf\xC3\xA9 "sv, "cut\xE4\xBD"sv, "nul\0"sv}) {
    const std::string stream = stream_of(text, GetParam());
    const Items expected = reference::interpret(stream);
    const Items events = events_of(expected);
    for (std::size_t first = 0; first <= stream.size(); first += 3) {
      const std::string cut_at = "cut at " + std::to_string(first);
      const Cuts cuts = {first, std::min(first + 1, stream.size()), std::min(first + 301, stream.size())};
      const Interpretation reported = interpret(stream, cuts, all_reports());
      ASSERT_EQ(reported.problem, "") << cut_at;
      ASSERT_EQ(to_text(reported.items), to_text(expected)) << cut_at;
      ASSERT_EQ(to_text(interpret(stream, cuts, {}).items), to_text(events)) << cut_at << ", without reports";
    }
  }
}

INSTANTIATE_TEST_SUITE_P(LineEnds, LongValues, ::testing::Values("\n", "\r\n", "\r"));

}  // namespace
}  // namespace sse_tests
