#include <gtest/gtest.h>

#include <string>

#include "interpret.h"
#include "sse/field.h"
#include "sse/settle.h"

// The ends of a stream, and what lives on from one stream to the next.
namespace sse_tests {
namespace {

class StreamLife : public ::testing::Test {
 protected:
  /// The records of the chunk, as text.
  std::string push(std::string_view chunk) {
    batch_.clear();
    EXPECT_EQ(parser_.push(as_bytes(chunk), batch_), sse::Status::ok);
    return records();
  }

  std::string end_line() {
    batch_.clear();
    EXPECT_EQ(parser_.end_line(batch_), sse::Status::ok);
    return records();
  }

  std::string records() {
    EXPECT_TRUE(sse::settle(batch_));
    EXPECT_EQ(problem_of(batch_), "");
    Items items;
    read_batch(batch_, last_event_id_, items);
    std::string text;
    for (const Item& item : items) text += to_text(item) + "\n";
    return text;
  }

  sse::EventStreamParser parser_{all_reports()};
  sse::EventBatch batch_;
  std::string last_event_id_;
};

TEST_F(StreamLife, EndDiscardsAnIncompleteEvent) {
  EXPECT_EQ(push("event: add\ndata: x\ndata: y"), "");
  parser_.end();
  EXPECT_EQ(push("data: z\n\n"), "event data=\"z\"\n");
}

TEST_F(StreamLife, EndDiscardsAnUnfinishedLine) {
  for (const std::string_view line :
       {"d", "data", "data:", "data: ", "data: x", "event: add", "id: 1", "retry: 5", ": x", "foo"}) {
    EXPECT_EQ(push(line), "");
    parser_.end();
    EXPECT_EQ(push("data: z\n\n"), "event data=\"z\"\n") << line;
  }
}

TEST_F(StreamLife, EndKeepsTheLastEventId) {
  push("id: 1\ndata: x\n\n");
  parser_.end();
  EXPECT_EQ(sse::as_text(parser_.last_event_id()), "1");
}

TEST_F(StreamLife, ResetForgetsTheLastEventId) {
  push("id: 1\ndata: x\n\n");
  parser_.reset();
  EXPECT_EQ(sse::as_text(parser_.last_event_id()), "");
}

TEST_F(StreamLife, AnIdOfAnIncompleteEventIsNotTold) {
  EXPECT_EQ(push("id: 1\n"), "");
  parser_.end();
  EXPECT_EQ(push("data: x\n\n"), "event data=\"x\"\n");
}

TEST_F(StreamLife, EveryStreamMayHaveAByteOrderMark) {
  EXPECT_EQ(push("\xEF\xBB\xBF"
                 "data: x\n\n"),
            "event data=\"x\"\n");
  parser_.end();
  EXPECT_EQ(push("\xEF\xBB\xBF"
                 "data: y\n\n"),
            "event data=\"y\"\n");
  parser_.reset();
  EXPECT_EQ(push("\xEF\xBB\xBF"
                 "data: z\n\n"),
            "event data=\"z\"\n");
}

TEST_F(StreamLife, AByteOrderMarkIsNotPutTogetherFromTwoStreams) {
  push("\xEF\xBB");
  parser_.end();
  EXPECT_EQ(push("\xBF"
                 "data: x\ndata: y\n\n"),
            "unknown_field line=\"\xEF\xBF\xBD"
            "data: x\" name=\"\xEF\xBF\xBD"
            "data\" value=\"x\"\nevent data=\"y\"\n");
}

TEST_F(StreamLife, CrLfIsNotPutTogetherFromTwoStreams) {
  push("data: x\r");
  parser_.end();
  EXPECT_EQ(push("\ndata: y\n\n"), "event data=\"y\"\n");
}

TEST_F(StreamLife, EmptyChunksChangeNothing) {
  for (const std::string_view part :
       {"", "\xEF", "", "\xBB\xBF", "", "data: x\r", "", "\n", "", "data: y\r", "", "\n"}) {
    EXPECT_EQ(push(part), "");
  }
  EXPECT_EQ(push("\r"), "event data=\"x\\ny\"\n");
  EXPECT_EQ(push(""), "");
  EXPECT_EQ(push("\n"), "");
}

TEST_F(StreamLife, ABlankLineDispatchesWithItsCr) {
  EXPECT_EQ(push("data: x\r\n\r"), "event data=\"x\"\n");
  EXPECT_EQ(push("\ndata: y\r\n\r\n"), "event data=\"y\"\n");
}

TEST_F(StreamLife, ABatchPointsIntoItsChunkUntilItIsSettled) {
  batch_.clear();
  const std::string chunk = "id: 7\ndata: a\xFF\n\ndata: b\ndata: c\n\n";
  ASSERT_EQ(parser_.push(as_bytes(chunk), batch_), sse::Status::ok);
  EXPECT_EQ(batch_.data(0).data(), chunk.data() + 12);
  EXPECT_EQ(batch_.data(0), "a\xFF");
  EXPECT_EQ(batch_.data(1), "b\nc");
  ASSERT_TRUE(sse::settle(batch_));
  EXPECT_EQ(batch_.data(0), "a\xEF\xBF\xBD");
  EXPECT_EQ(batch_.id(0), "7");
  EXPECT_EQ(batch_.data(1), "b\nc");
  EXPECT_EQ(batch_.text().size(), 8U);
}

TEST_F(StreamLife, EndLineReadsAnUnfinishedLine) {
  push("retry: 5");
  EXPECT_EQ(end_line(), "retry value=\"5\"\n");
  parser_.reset();
  push("foo: b\xC3");
  EXPECT_EQ(end_line(), "unknown_field line=\"foo: b\xEF\xBF\xBD\" name=\"foo\" value=\"b\xEF\xBF\xBD\"\n");
  parser_.reset();
  push(":");
  EXPECT_EQ(end_line(), "comment value=\"\"\n");
  parser_.reset();
}

TEST_F(StreamLife, EndLineDispatchesNothing) {
  push("data: x");
  EXPECT_EQ(end_line(), "");
  parser_.reset();
  push("data: x\n");
  EXPECT_EQ(end_line(), "");
  parser_.reset();
  push("id: 1");
  EXPECT_EQ(end_line(), "");
}

TEST_F(StreamLife, EndLineWithNothingToRead) {
  EXPECT_EQ(end_line(), "");
  push("data: x\n\n");
  EXPECT_EQ(end_line(), "");
}

TEST_F(StreamLife, ReportsCanBeTurnedOnBetweenEvents) {
  parser_.options().report_comments = false;
  parser_.options().report_ignored_fields = false;
  EXPECT_EQ(push(": a\nfoo\nretry: x\nretry: 5\n"), "retry value=\"5\"\n");
  parser_.options().report_comments = true;
  EXPECT_EQ(push(": b\nfoo\n"), "comment value=\"b\"\n");
  parser_.options().report_ignored_fields = true;
  EXPECT_EQ(push("foo\n"), "unknown_field line=\"foo\" name=\"foo\" value=\"\"\n");
}

TEST_F(StreamLife, WhatIsNotReportedIsNotKept) {
  sse::EventStreamParser parser({.max_event_size = 16});
  const std::string long_text(1000, 'x');
  batch_.clear();
  for (const std::string& text : {": " + long_text, long_text, "foo: " + long_text}) {
    ASSERT_EQ(parser.push(as_bytes(text), batch_), sse::Status::ok);
    ASSERT_EQ(parser.push(as_bytes(text + "\n"), batch_), sse::Status::ok);
  }
  ASSERT_EQ(parser.push(as_bytes("data: x\n\n"), batch_), sse::Status::ok);
  EXPECT_EQ(records(), "event data=\"x\"\n");
}

}  // namespace
}  // namespace sse_tests
