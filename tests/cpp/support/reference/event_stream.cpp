#include "event_stream.h"

#include <optional>
#include <string>
#include <vector>

#include "utf8_decoder.h"

namespace sse_tests::reference {

namespace {

std::vector<std::u32string> lines_of(const std::u32string& text) {
  std::vector<std::u32string> lines;
  std::u32string line;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != U'\n' && text[i] != U'\r') {
      line += text[i];
      continue;
    }
    lines.push_back(line);
    line.clear();
    if (text[i] == U'\r' && i + 1 < text.size() && text[i + 1] == U'\n') ++i;
  }
  // What is left over is a line that did not end: "any pending data must be discarded".
  return lines;
}

class Interpreter {
 public:
  Items items;

  void process_line(const std::u32string& line) {
    if (line.empty()) {
      dispatch();
      return;
    }
    const std::size_t colon = line.find(U':');
    if (colon == std::u32string::npos) {
      process_field(line, U"", line);
      return;
    }
    std::u32string value = line.substr(colon + 1);
    if (value.starts_with(U' ')) value.erase(0, 1);
    if (colon == 0) {
      items.push_back({"comment", {{"value", encode_utf8(value)}}});
      return;
    }
    process_field(line.substr(0, colon), value, line);
  }

 private:
  void process_field(const std::u32string& field, const std::u32string& value, const std::u32string& line) {
    if (field == U"event") {
      event_type_ = value;
    } else if (field == U"data") {
      data_ += value + U'\n';
    } else if (field == U"id") {
      if (value.find(U'\0') != std::u32string::npos) return;
      last_event_id_ = value;
      id_ = value;
    } else if (field == U"retry") {
      const bool digits = !value.empty() && value.find_first_not_of(U"0123456789") == std::u32string::npos;
      if (digits) {
        items.push_back({"retry", {{"value", encode_utf8(value)}}});
      } else {
        items.push_back({"invalid_retry", {{"value", encode_utf8(value)}, {"line", encode_utf8(line)}}});
      }
    } else {
      items.push_back({"unknown_field",
                       {{"name", encode_utf8(field)}, {"value", encode_utf8(value)}, {"line", encode_utf8(line)}}});
    }
  }

  void dispatch() {
    if (!data_.empty()) {
      data_.pop_back();
      Item event{"event", {{"data", encode_utf8(data_)}}};
      if (!event_type_.empty()) event.values["type"] = encode_utf8(event_type_);
      if (id_) event.values["id"] = encode_utf8(*id_);
      if (!last_event_id_.empty()) event.values["lastEventId"] = encode_utf8(last_event_id_);
      items.push_back(event);
    } else if (id_) {
      items.push_back({"last_event_id", {{"id", encode_utf8(*id_)}}});
    }
    data_.clear();
    event_type_.clear();
    id_.reset();
  }

  std::u32string data_;
  std::u32string event_type_;
  std::u32string last_event_id_;
  /// The `id` field of the block being read.
  std::optional<std::u32string> id_;
};

}  // namespace

Items interpret(std::string_view stream) {
  // "UTF-8 decode": "If buffer does not match 0xEF 0xBB 0xBF, then prepend buffer to ioQueue."
  if (stream.starts_with("\xEF\xBB\xBF")) stream.remove_prefix(3);
  Interpreter interpreter;
  for (const std::u32string& line : lines_of(decode_utf8(stream))) interpreter.process_line(line);
  return interpreter.items;
}

}  // namespace sse_tests::reference
