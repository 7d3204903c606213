#include <gtest/gtest.h>

#include <array>
#include <string>
#include <string_view>

#include "interpret.h"
#include "random.h"

// The bound on one event is the same however the stream is cut. tests/cases/size_limit.md has the rules one by one.
namespace sse_tests {
namespace {

TEST(MaxEventSize, IsTheSameUnderEveryChunking) {
  const std::string stream =
      "event: a type\ndata: 12345\ndata: 67890\nid: 4711\nretry: 500\nretry: five\n: a comment\nunknown: "
      "field\ndata\n\n"
      "id: 4712\n\nevent: b\ndata: \xF0\x9F\x8E\x89\xFF\r\ndata\r\n\r\ndata: 123456789012345678901234567890";
  for (const bool reports : {false, true}) {
    for (std::size_t bound = 1; bound <= 50; ++bound) {
      const sse::ParserOptions options{
          .max_event_size = bound, .report_comments = reports, .report_ignored_fields = reports};
      const Items whole = interpret(stream, {}, options).items;
      EXPECT_EQ(to_text(interpret(stream, cut_everywhere(stream.size()), options).items), to_text(whole)) << bound;
      for (std::size_t cut = 1; cut < stream.size(); ++cut) {
        ASSERT_EQ(interpret(stream, {cut}, options).items, whole) << bound << " " << cut;
      }
    }
  }
}

TEST(MaxEventSize, IsTheSameForRandomStreams) {
  constexpr auto kPieces =
      std::to_array<std::string_view>({"data: ", "data:", "data", "event: ", "id: ", "retry: ", "12345", "x", ": ",
                                       "\n", "\n", "\r", "\r\n", "\n\n", "\xE6\xB0\xB4", "\xFF"});
  Random random(4);
  for (int round = 0; round < 3000; ++round) {
    std::string stream;
    for (std::size_t i = random.below(30); i > 0; --i) stream += kPieces[random.below(kPieces.size())];
    const sse::ParserOptions options = all_reports(1 + random.below(24));
    const Items whole = interpret(stream, {}, options).items;
    Cuts cuts;
    for (std::size_t i = 0; i < stream.size(); ++i) {
      if (random.below(4) == 0) cuts.push_back(i);
    }
    ASSERT_EQ(to_text(interpret(stream, cuts, options).items), to_text(whole)) << stream;
    ASSERT_EQ(to_text(interpret(stream, cut_everywhere(stream.size()), options).items), to_text(whole)) << stream;
  }
}

TEST(MaxEventSize, TellsHowMuchCame) {
  sse::EventStreamParser parser({.max_event_size = 10});
  sse::EventBatch batch;
  EXPECT_EQ(parser.event_size(), 0U);
  EXPECT_EQ(parser.push(as_bytes("data: 12345\ndata: 67890123\n\n"), batch), sse::Status::event_too_large);
  EXPECT_EQ(parser.event_size(), 14U);
}

TEST(MaxEventSize, TheParserStaysDownUntilReset) {
  sse::EventStreamParser parser({.max_event_size = 3});
  sse::EventBatch batch;
  EXPECT_EQ(parser.push(as_bytes("id: 1\n\ndata: 1234\n\n"), batch), sse::Status::event_too_large);
  batch.clear();
  EXPECT_EQ(parser.push(as_bytes("data: 1\n\n"), batch), sse::Status::event_too_large);
  EXPECT_EQ(parser.end_line(batch), sse::Status::event_too_large);
  parser.end();
  EXPECT_EQ(parser.push(as_bytes("data: 1\n\n"), batch), sse::Status::event_too_large);
  EXPECT_TRUE(batch.records().empty());
  parser.reset();
  EXPECT_EQ(parser.event_size(), 0U);
  EXPECT_EQ(parser.push(as_bytes("data: 1\n\n"), batch), sse::Status::ok);
  EXPECT_EQ(batch.data(0), "1");
}

TEST(MaxEventSize, TheDefaultIs64MiB) { EXPECT_EQ(sse::ParserOptions().max_event_size, std::size_t{64} << 20); }

}  // namespace
}  // namespace sse_tests
