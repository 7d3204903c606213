#include "item.h"

#include <string_view>

namespace sse_tests {

namespace {

std::string escaped(const std::string& value) {
  std::string text;
  for (const char c : value) {
    switch (c) {
      case '\n':
        text += "\\n";
        break;
      case '\r':
        text += "\\r";
        break;
      case '\t':
        text += "\\t";
        break;
      case '\0':
        text += "\\0";
        break;
      case '\\':
        text += "\\\\";
        break;
      case '"':
        text += "\\\"";
        break;
      default:
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) {
          constexpr std::string_view kDigits = "0123456789ABCDEF";
          const auto code = static_cast<unsigned char>(c);
          text += "\\u{";
          text += kDigits[code >> 4];
          text += kDigits[code & 0xF];
          text += '}';
        } else {
          text += c;
        }
    }
  }
  return text;
}

}  // namespace

Items events_of(const Items& items) {
  Items events;
  for (const Item& item : items) {
    if (item.kind == "event" || item.kind == "last_event_id" || item.kind == "retry") events.push_back(item);
  }
  return events;
}

std::string to_text(const Item& item) {
  std::string text = item.kind;
  for (const auto& [key, value] : item.values) text += " " + key + "=\"" + escaped(value) + "\"";
  return text;
}

std::string to_text(const Items& items) {
  std::string text;
  for (const Item& item : items) text += "  " + to_text(item) + "\n";
  return text.empty() ? "  (nothing)\n" : text;
}

}  // namespace sse_tests
