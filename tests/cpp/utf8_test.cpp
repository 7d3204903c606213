#include <gtest/gtest.h>

#include <array>
#include <cstdint>
#include <string>

#include "interpret.h"
#include "random.h"
#include "reference/utf8_decoder.h"
#include "sse/field.h"
#include "sse/utf16.h"
#include "sse/utf8.h"

// The repair of ill-formed UTF-8 against the Encoding standard's state machine.
namespace sse_tests {
namespace {

/// Every byte at which a rule of the decoder changes its mind, and its neighbours.
constexpr std::array<std::uint8_t, 36> kInteresting = {
    0x00, 0x0A, 0x41, 0x7F, 0x80, 0x81, 0x8E, 0x8F, 0x90, 0x91, 0x9E, 0x9F, 0xA0, 0xA1, 0xBB, 0xBE, 0xBF, 0xC0,
    0xC1, 0xC2, 0xC3, 0xDF, 0xE0, 0xE1, 0xE6, 0xEC, 0xED, 0xEE, 0xEF, 0xF0, 0xF1, 0xF3, 0xF4, 0xF5, 0xFE, 0xFF};

std::string hex(const std::string& text) {
  std::string result;
  for (const char c : text) {
    constexpr std::string_view kDigits = "0123456789ABCDEF";
    const auto byte = static_cast<std::uint8_t>(c);
    result += kDigits[byte >> 4];
    result += kDigits[byte & 0xF];
    result += ' ';
  }
  return result;
}

void expect_like_reference(const std::string& text) {
  const std::u32string decoded = reference::decode_utf8(text);
  const std::string expected = reference::encode_utf8(decoded);

  sse::ByteBuffer repaired;
  ASSERT_TRUE(sse::utf8::append_repaired(repaired, as_bytes(text)));
  ASSERT_EQ(sse::as_text(repaired.view()), expected) << hex(text);

  ASSERT_EQ(sse::utf8::is_ascii(as_bytes(text).data(), text.size()), sse::utf8::scalar::is_ascii(as_bytes(text)))
      << hex(text);

  sse::Buffer<char16_t> wide;
  ASSERT_TRUE(sse::utf16::append_decoded(wide, as_bytes(text)));
  ASSERT_EQ(wide.size(), reference::utf16_units(decoded)) << hex(text);
  std::size_t at = 0;
  for (const char32_t code_point : decoded) {
    const char32_t lead = wide.data()[at++];
    const bool pair = lead >= 0xD800 && lead <= 0xDBFF;
    const char32_t found = pair ? 0x10000 + ((lead - 0xD800) << 10) + (wide.data()[at++] - 0xDC00U) : lead;
    ASSERT_EQ(found, code_point) << hex(text);
  }
}

TEST(Utf8, EveryOneAndTwoBytes) {
  expect_like_reference("");
  for (unsigned first = 0; first <= 0xFF; ++first) {
    std::string text(1, static_cast<char>(first));
    expect_like_reference(text);
    text += '\0';
    for (unsigned second = 0; second <= 0xFF; ++second) {
      text[1] = static_cast<char>(second);
      expect_like_reference(text);
      if (HasFatalFailure()) return;
    }
  }
}

TEST(Utf8, EveryThreeInterestingBytes) {
  std::string text(3, '\0');
  for (const std::uint8_t first : kInteresting) {
    text[0] = static_cast<char>(first);
    for (const std::uint8_t second : kInteresting) {
      text[1] = static_cast<char>(second);
      for (const std::uint8_t third : kInteresting) {
        text[2] = static_cast<char>(third);
        expect_like_reference(text);
        if (HasFatalFailure()) return;
      }
    }
  }
}

TEST(Utf8, EveryCodePoint) {
  for (char32_t code_point = 0; code_point <= 0x10FFFF; ++code_point) {
    // The reference encodes surrogates as it encodes everything else, and the repair has to undo that.
    const std::string text = reference::encode_utf8(std::u32string_view(&code_point, 1));
    expect_like_reference(text);
    if (HasFatalFailure()) return;
  }
}

TEST(Utf8, RandomBytes) {
  Random random(2);
  for (int round = 0; round < 100'000; ++round) {
    std::string text(4 + random.below(5), '\0');
    for (char& c : text) c = static_cast<char>(kInteresting[random.below(kInteresting.size())]);
    expect_like_reference(text);
    if (HasFatalFailure()) return;
  }
}

TEST(Utf8, RandomBytesInLongText) {
  Random random(3);
  for (int round = 0; round < 20'000; ++round) {
    std::string text(random.below(100), 'x');
    const std::size_t others = random.below(6);
    for (std::size_t i = 0; i < others && !text.empty(); ++i) {
      text[random.below(text.size())] = static_cast<char>(kInteresting[random.below(kInteresting.size())]);
    }
    expect_like_reference(text);
    if (HasFatalFailure()) return;
  }
}

TEST(Utf8, RepairAppends) {
  sse::ByteBuffer out;
  ASSERT_TRUE(out.append(as_bytes("a\xC3")));
  ASSERT_TRUE(sse::utf8::append_repaired(out, as_bytes("\xA9z")));
  ASSERT_EQ(sse::as_text(out.view()), "a\xC3\xEF\xBF\xBDz");
}

}  // namespace
}  // namespace sse_tests
