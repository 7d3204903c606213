#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <vector>

#include "random.h"
#include "sse/copy_bytes.h"
#include "sse/find_line_end.h"
#include "sse/slack.h"
#include "sse/utf16_length.h"
#include "sse/utf8.h"

// What works sixteen bytes at a time gives what its scalar twin gives, wherever the text lies and however long it is.
namespace sse_tests {
namespace {

constexpr std::size_t kAlignments = 17;
constexpr std::size_t kLongest = 80;
constexpr int kRounds = 40;

/// Calls `check` with stretches of memory of every alignment and length, filled anew from `alphabet`. Each ends where
/// its allocation ends, so that a sanitizer sees a read behind it.
template <typename Check>
void for_all_stretches(std::span<const std::uint8_t> alphabet, Check check) {
  Random random(1);
  for (std::size_t offset = 0; offset < kAlignments; ++offset) {
    for (std::size_t length = 0; length <= kLongest; ++length) {
      std::vector<std::uint8_t> bytes(offset + length);
      for (int round = 0; round < kRounds; ++round) {
        for (std::uint8_t& byte : bytes) byte = alphabet[random.below(alphabet.size())];
        check(sse::Bytes(bytes).subspan(offset));
        if (::testing::Test::HasFailure()) return;
      }
    }
  }
}

// Mostly letters, so that a line end is as likely behind the first block as in it.
constexpr std::array<std::uint8_t, 40> kLines = {
    'a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 'k',  'l',  'm',  'n',  'o',  'p',  'q',  'r',  's',  't',
    ':', ' ', 0,   9,   11,  12,  14,  15,  26,  29,  0x80, 0x85, 0x8A, 0x8D, 0xFF, 0xE2, 0xA8, 0x7F, '\n', '\r'};

TEST(SimdTwins, FindLineEnd) {
  for_all_stretches(kLines, [](sse::Bytes text) {
    const std::uint8_t* const begin = text.data();
    const std::uint8_t* const end = begin + text.size();
    ASSERT_EQ(sse::find_line_end(begin, end) - begin, sse::scalar::find_line_end(begin, end) - begin);
  });
}

TEST(SimdTwins, FindLineEndSeesWhatIsNotAscii) {
  for_all_stretches(kLines, [](sse::Bytes text) {
    sse::SeenBytes seen;
    const std::uint8_t* const end = text.data() + text.size();
    const std::uint8_t* const line_end = sse::find_line_end(text.data(), end, text.data(), seen);
    const bool line_is_ascii = sse::utf8::scalar::is_ascii({text.data(), line_end});
    // Bytes behind the line may be seen, none of the line be missed.
    ASSERT_TRUE(line_is_ascii || !seen.all_ascii());
    ASSERT_TRUE(seen.all_ascii() || !sse::utf8::scalar::is_ascii(text));
  });
}

TEST(SimdTwins, FindLineEndAtEveryPlace) {
  for (const std::uint8_t line_end : {std::uint8_t{'\n'}, std::uint8_t{'\r'}}) {
    for (std::size_t length = 1; length <= kLongest; ++length) {
      for (std::size_t at = 0; at < length; ++at) {
        std::vector<std::uint8_t> text(length, 'x');
        text[at] = line_end;
        ASSERT_EQ(sse::find_line_end(text.data(), text.data() + length), text.data() + at) << length << " " << at;
      }
    }
  }
}

TEST(SimdTwins, OnlyTwoBytesEndALine) {
  for (unsigned byte = 0; byte <= 0xFF; ++byte) {
    const std::vector<std::uint8_t> text(32, static_cast<std::uint8_t>(byte));
    const bool ends = byte == '\n' || byte == '\r';
    ASSERT_EQ(sse::find_line_end(text.data(), text.data() + 32) - text.data(), ends ? 0 : 32) << byte;
    ASSERT_EQ(sse::scalar::find_line_end(text.data(), text.data() + 32) - text.data(), ends ? 0 : 32) << byte;
  }
}

TEST(SimdTwins, IsAscii) {
  std::array<std::uint8_t, 64> alphabet{};
  alphabet[0] = 0x7F;
  alphabet[1] = 0x80;
  alphabet[2] = 0xFF;
  for_all_stretches(alphabet, [](sse::Bytes text) {
    ASSERT_EQ(sse::utf8::is_ascii(text.data(), text.size()), sse::utf8::scalar::is_ascii(text));
  });
}

TEST(SimdTwins, IsAsciiAtEveryPlace) {
  for (std::size_t length = 1; length <= kLongest; ++length) {
    for (std::size_t at = 0; at < length; ++at) {
      std::vector<std::uint8_t> text(length, 0x7F);
      ASSERT_TRUE(sse::utf8::is_ascii(text.data(), text.size()));
      text[at] = 0x80;
      ASSERT_FALSE(sse::utf8::is_ascii(text.data(), text.size())) << length << " " << at;
      ASSERT_FALSE(sse::utf8::scalar::is_ascii(text)) << length << " " << at;
    }
  }
}

TEST(SimdTwins, LengthInUtf16) {
  constexpr std::array<std::uint8_t, 12> kBytes = {'a', 'b', 0x80, 0x8F, 0xBF, 0xC3, 0xE4, 0xEF, 0xF0, 0xF4, 0xFF, 0};
  for_all_stretches(kBytes, [](sse::Bytes text) {
    std::vector<std::uint8_t> with_slack(text.begin(), text.end());
    with_slack.resize(text.size() + sse::kFullSlack, 0xF0);
    const std::uint8_t* const begin = with_slack.data();
    const auto length = sse::utf16::length_of(begin, begin + text.size());
    const auto expected = sse::utf16::scalar::length_of(begin, begin + text.size());
    ASSERT_EQ(length.units, expected.units);
    ASSERT_EQ(length.pairs != 0, expected.pairs != 0);
  });
}

void expect_copied(std::size_t size, std::size_t from_offset, std::size_t to_offset) {
  constexpr std::uint8_t kUntouched = 0xEE;
  std::vector<std::uint8_t> from(from_offset + size);
  for (std::size_t i = 0; i < from.size(); ++i) from[i] = static_cast<std::uint8_t>(i % 251);
  std::vector<std::uint8_t> to(to_offset + size + 1, kUntouched);
  sse::copy_bytes(to.data() + to_offset, from.data() + from_offset, size);
  for (std::size_t i = 0; i < size; ++i) ASSERT_EQ(to[to_offset + i], from[from_offset + i]) << size << " " << i;
  for (std::size_t i = 0; i < to_offset; ++i) ASSERT_EQ(to[i], kUntouched);
  ASSERT_EQ(to.back(), kUntouched) << size;
}

TEST(SimdTwins, CopyBytes) {
  for (std::size_t size = 0; size <= kLongest; ++size) {
    for (std::size_t from = 0; from < kAlignments; ++from) {
      for (std::size_t to = 0; to < kAlignments; ++to) {
        expect_copied(size, from, to);
        if (HasFatalFailure()) return;
      }
    }
  }
  for (std::size_t size = kLongest; size <= 1200; ++size) expect_copied(size, size % kAlignments, size % 5);
}

}  // namespace
}  // namespace sse_tests
