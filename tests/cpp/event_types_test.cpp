#include <gtest/gtest.h>

#include <array>
#include <string>

#include "interpret.h"
#include "sse/event_types.h"
#include "sse/settle.h"

// The types that somebody listens to, and what becomes of events of the others.
namespace sse_tests {
namespace {

std::string types_in(sse::EventStreamParser& parser, std::string_view stream) {
  sse::EventBatch batch;
  EXPECT_EQ(parser.push(as_bytes(stream), batch), sse::Status::ok);
  EXPECT_TRUE(sse::settle(batch));
  EXPECT_EQ(problem_of(batch), "");
  std::string result;
  for (std::size_t i = 0; i < batch.records().size(); ++i) {
    const sse::Record& record = batch.records().data()[i];
    if (record.kind == sse::RecordKind::last_event_id) {
      result += "[id " + std::string(batch.id(i)) + "]";
    } else if (record.type_index == sse::EventTypes::kUnlisted) {
      result += "[" + std::string(batch.type(i)) + "]";
    } else {
      EXPECT_EQ(batch.type(i), "");
      result += "[#" + std::to_string(record.type_index) + "]";
    }
  }
  return result;
}

constexpr std::string_view kStream =
    "data: 1\n\nevent: message\ndata: 2\n\nevent: add\ndata: 3\n\nevent: remove\ndata: 4\nid: 7\n\nevent: add\nid: "
    "8\n\n";

TEST(EventTypes, AllAreWantedAtFirst) {
  sse::EventStreamParser parser;
  EXPECT_EQ(types_in(parser, kStream), "[#0][#0][add][remove][id 8]");
}

TEST(EventTypes, OnlyThoseListenedTo) {
  sse::EventStreamParser parser;
  parser.types().listen_to_all(false);
  EXPECT_EQ(types_in(parser, kStream), "[id 7][id 8]");
  const std::uint32_t add = parser.types().listen(as_bytes("add"));
  EXPECT_EQ(add, 1U);
  EXPECT_EQ(types_in(parser, kStream), "[#1][id 7][id 8]");
  EXPECT_EQ(parser.types().listen(as_bytes("message")), sse::EventTypes::kMessage);
  EXPECT_EQ(types_in(parser, kStream), "[#0][#0][#1][id 7][id 8]");
  parser.types().ignore(add);
  EXPECT_EQ(types_in(parser, kStream), "[#0][#0][id 7][id 8]");
  parser.types().ignore(sse::EventTypes::kMessage);
  EXPECT_EQ(types_in(parser, kStream), "[id 7][id 8]");
}

TEST(EventTypes, OfAnEventThatIsNotWantedOnlyTheIdIsLeft) {
  sse::EventStreamParser parser;
  parser.types().listen_to_all(false);
  parser.types().listen(as_bytes("add"));
  // Enough behind it, so that the end of the chunk is far.
  std::string stream = "event: remove\ndata: 1\ndata: 2\ndata: 3\nid: 7\n\n";
  for (int i = 0; i < 20; ++i) stream += "event: add\ndata: a\ndata: b\n\n";
  sse::EventBatch batch;
  EXPECT_EQ(parser.push(as_bytes(stream), batch), sse::Status::ok);
  EXPECT_TRUE(sse::settle(batch));
  EXPECT_EQ(problem_of(batch), "");
  ASSERT_EQ(batch.records().size(), 21U);
  EXPECT_EQ(batch.records().data()[0].kind, sse::RecordKind::last_event_id);
  EXPECT_EQ(batch.id(0), "7");
  EXPECT_EQ(batch.data(0), "");
  EXPECT_EQ(batch.data(1), "a\nb");
  EXPECT_EQ(batch.data(20), "a\nb");
}

TEST(EventTypes, ATypeKeepsItsNumber) {
  sse::EventTypes types;
  const std::uint32_t add = types.listen(as_bytes("add"));
  types.ignore(add);
  EXPECT_EQ(types.find(as_bytes("add")), add);
  EXPECT_EQ(types.listen(as_bytes("add")), add);
  EXPECT_EQ(types.listen(as_bytes("add")), add);
}

TEST(EventTypes, ListedTypesAreNumberedWhenAllAreWanted) {
  sse::EventStreamParser parser;
  parser.types().listen(as_bytes("add"));
  EXPECT_EQ(types_in(parser, kStream), "[#0][#0][#1][remove][id 8]");
}

TEST(EventTypes, TypesThatBeginAlike) {
  sse::EventTypes types;
  const std::uint32_t add = types.listen(as_bytes("add"));
  EXPECT_EQ(types.find(as_bytes("ad")), sse::EventTypes::kUnlisted);
  EXPECT_EQ(types.find(as_bytes("adds")), sse::EventTypes::kUnlisted);
  EXPECT_EQ(types.find(as_bytes("Add")), sse::EventTypes::kUnlisted);
  EXPECT_EQ(types.find(as_bytes("messag")), sse::EventTypes::kUnlisted);
  EXPECT_NE(types.listen(as_bytes(std::string_view("add\0", 4))), add);
}

TEST(EventTypes, AreBounded) {
  sse::EventTypes types;
  types.listen_to_all(false);
  for (std::uint32_t i = 1; i < sse::EventTypes::kMaxListed; ++i) {
    ASSERT_EQ(types.listen(as_bytes("type" + std::to_string(i))), i);
  }
  EXPECT_EQ(types.listen(as_bytes("one more")), sse::EventTypes::kUnlisted);
  EXPECT_FALSE(types.wants(types.find(as_bytes("one more"))));
  EXPECT_TRUE(types.wants(types.find(as_bytes("type63"))));
  EXPECT_EQ(types.listen(as_bytes("type63")), 63U);
}

TEST(EventTypes, AreComparedAsTheyCame) {
  sse::EventStreamParser parser;
  parser.types().listen(as_bytes("a\xEF\xBF\xBD"));
  EXPECT_EQ(types_in(parser, "event: a\xFF\ndata: x\n\n"), "[a\xEF\xBF\xBD]");
}

TEST(EventTypes, WhatOccursIsNumberedWhenAllAreWanted) {
  sse::EventStreamParser parser;
  parser.types().number_what_occurs();
  EXPECT_EQ(types_in(parser, kStream), "[#0][#0][#1][#2][id 8]");
  EXPECT_TRUE(parser.types().take_occurred());
  EXPECT_FALSE(parser.types().take_occurred());
  EXPECT_EQ(types_in(parser, kStream), "[#0][#0][#1][#2][id 8]");
  EXPECT_FALSE(parser.types().take_occurred());
  EXPECT_EQ(parser.types().listen(as_bytes("remove")), 2U);

  parser.types().listen_to_all(false);
  EXPECT_EQ(types_in(parser, "event: new\ndata: 1\n\n" + std::string(kStream)), "[#2][id 8]");
  EXPECT_FALSE(parser.types().take_occurred());
}

TEST(EventTypes, WhatOccursIsBounded) {
  sse::EventStreamParser parser;
  parser.types().number_what_occurs();
  const std::string long_type(sse::EventTypes::kMaxOccurringSize + 1, 'x');
  EXPECT_EQ(types_in(parser, "event: " + long_type + "\ndata: 1\n\n"), "[" + long_type + "]");
  for (std::size_t i = 1; i <= sse::EventTypes::kMaxOccurring; ++i) {
    ASSERT_EQ(types_in(parser, "event: type" + std::to_string(i) + "\ndata: 1\n\n"), "[#" + std::to_string(i) + "]");
  }
  EXPECT_EQ(types_in(parser, "event: one more\ndata: 1\n\n"), "[one more]");
  EXPECT_EQ(types_in(parser, "event: type7\ndata: 1\n\n"), "[#7]");
}

TEST(EventTypes, AreSpelledOutAsTheyCame) {
  sse::EventTypes types;
  std::array<std::uint8_t, sse::EventTypes::kMaxOccurringSize> text{};
  EXPECT_EQ(types.spell_out(sse::EventTypes::kMessage, text), 0U);
  for (std::size_t size = 1; size <= text.size(); ++size) {
    std::string type;
    for (std::size_t i = 0; i < size; ++i) type += static_cast<char>('!' + (i * 7 + size) % 90);
    if (size > sse::EventTypes::kMaxListed - 2) break;
    const std::uint32_t index = types.listen(as_bytes(type));
    ASSERT_EQ(types.spell_out(index, text), size);
    ASSERT_EQ(std::string(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(size)), type);
    ASSERT_EQ(types.find(as_bytes(type)), index);
    // Another in the middle, where neither end shows it.
    type[size / 2] = '\xFF';
    ASSERT_EQ(types.find(as_bytes(type)), sse::EventTypes::kUnlisted);
  }
  EXPECT_EQ(types.spell_out(200, text), 0U);
}

}  // namespace
}  // namespace sse_tests
