#include "interpret.h"

#include <vector>

#include "reference/utf8_decoder.h"
#include "sse/settle.h"
#include "sse/text_groups.h"
#include "sse/utf16.h"

namespace sse_tests {

namespace {

std::string status_code(sse::Status status) {
  return status == sse::Status::event_too_large ? "event_too_large" : "out_of_memory";
}

/// Checks that one part of a record ends where it says, and that its text is well formed.
class PartChecker {
 public:
  explicit PartChecker(const sse::EventBatch& batch) : text_(sse::as_text(batch.text())) {}

  bool reaches(std::size_t end) {
    if (end < end_ || end > text_.size()) return false;
    const std::string_view part = text_.substr(end_, end - end_);
    end_ = end;
    return reference::repaired(part) == part;
  }

  bool at_end() const { return end_ == text_.size(); }

 private:
  std::string_view text_;
  std::size_t end_ = 0;
};

std::u16string as_utf16(std::string_view utf8) {
  std::u16string text;
  for (const char32_t code_point : reference::decode_utf8(utf8)) {
    if (code_point > 0xFFFF) {
      text += static_cast<char16_t>(0xD800 + ((code_point - 0x10000) >> 10));
      text += static_cast<char16_t>(0xDC00 + ((code_point - 0x10000) & 0x3FF));
    } else {
      text += static_cast<char16_t>(code_point);
    }
  }
  return text;
}

/// The string that a reader makes of a group.
std::u16string group_text(const sse::TextGroup& group) {
  if (group.form == sse::TextForm::utf16) return {static_cast<const char16_t*>(group.begin), group.length};
  const std::string_view bytes(static_cast<const char*>(group.begin), group.length);
  if (group.form == sse::TextForm::utf8) return as_utf16(bytes);
  // A reader makes each byte a code unit, whatever it is.
  std::u16string text;
  for (const char byte : bytes) text += static_cast<unsigned char>(byte);
  return text;
}

/// Checks that the same batch before it was settled, cut into groups for a reader of UTF-16, says the same.
std::string problem_of_groups(const sse::EventBatch& batch, sse::EventBatch& unsettled, std::size_t least_utf8) {
  if (unsettled.records().size() != batch.records().size()) return "a settled batch has other records";
  sse::TextGroups groups;
  if (!groups.cut(unsettled, least_utf8)) return "no memory for groups";
  std::size_t group = 0;
  std::u16string text;
  std::size_t base = 0;
  for (std::size_t i = 0; i < batch.records().size(); ++i) {
    const sse::Record& record = groups.records()[i];
    if ((record.flags & sse::Record::kBeginsGroup) != 0) {
      if (group == groups.groups().size()) return "a group is missing";
      base = groups.groups().data()[group].base;
      text = group_text(groups.groups().data()[group++]);
      // Where something may be ill-formed, the reader asks for UTF-16.
      if (least_utf8 == 0 && text.find(u'\uFFFD') != std::u16string::npos) return "";
    }
    const auto part = [&](std::size_t begin, std::size_t end) {
      if (begin < base || end < begin || end - base > text.size()) return std::u16string(u"(wrong place)");
      return text.substr(begin - base, end - begin);
    };
    const bool same = part(record.data_begin, record.data_end) == as_utf16(batch.data(i)) &&
                      part(record.id_begin, record.id_end) == as_utf16(batch.id(i)) &&
                      part(record.type_begin, record.type_end) == as_utf16(batch.type(i));
    if (!same) return "record " + std::to_string(i) + " reads otherwise in its group";
  }
  return group == groups.groups().size() ? "" : "there is a group without a record";
}

}  // namespace

Cuts cut_everywhere(std::size_t size) {
  Cuts cuts;
  for (std::size_t i = 1; i < size; ++i) cuts.push_back(i);
  return cuts;
}

sse::ParserOptions all_reports(std::size_t max_event_size) {
  sse::ParserOptions options{.report_comments = true, .report_ignored_fields = true};
  if (max_event_size != 0) options.max_event_size = max_event_size;
  return options;
}

void read_batch(const sse::EventBatch& batch, std::string& last_event_id, Items& items) {
  for (std::size_t i = 0; i < batch.records().size(); ++i) {
    const sse::Record& record = batch.records().data()[i];
    const std::string data(batch.data(i));
    const std::string id(batch.id(i));
    const std::string type(batch.type(i));
    if (record.has_id()) last_event_id = id;
    switch (record.kind) {
      case sse::RecordKind::event: {
        Item event{"event", {{"data", data}}};
        if (record.has_type()) event.values["type"] = record.type_index == sse::EventTypes::kMessage ? "message" : type;
        if (record.has_id()) event.values["id"] = id;
        if (!last_event_id.empty()) event.values["lastEventId"] = last_event_id;
        items.push_back(event);
        break;
      }
      case sse::RecordKind::last_event_id:
        items.push_back({"last_event_id", {{"id", id}}});
        break;
      case sse::RecordKind::retry:
        items.push_back({"retry", {{"value", data}}});
        break;
      case sse::RecordKind::comment:
        items.push_back({"comment", {{"value", data}}});
        break;
      case sse::RecordKind::unknown_field:
        items.push_back({"unknown_field", {{"name", id}, {"value", data}, {"line", type}}});
        break;
      case sse::RecordKind::invalid_retry:
        items.push_back({"invalid_retry", {{"value", data}, {"line", type}}});
        break;
    }
  }
}

std::string problem_of(const sse::EventBatch& batch) {
  PartChecker checker(batch);
  for (std::size_t i = 0; i < batch.records().size(); ++i) {
    const sse::Record& record = batch.records().data()[i];
    const bool right =
        checker.reaches(record.data_end) && checker.reaches(record.id_end) && checker.reaches(record.type_end);
    if (!right) return "record " + std::to_string(i) + " has a wrong place, or text that is not well formed";
  }
  if (!checker.at_end()) return "there is text behind the last record";
  return "";
}

Interpretation interpret(std::string_view stream, const Cuts& cuts, const sse::ParserOptions& options) {
  Interpretation result;
  sse::EventStreamParser parser(options);
  sse::EventBatch batch;
  sse::EventStreamParser same_parser(options);
  sse::EventBatch unsettled;
  std::string last_event_id;

  std::size_t begin = 0;
  for (std::size_t i = 0; i <= cuts.size(); ++i) {
    const std::size_t end = i == cuts.size() ? stream.size() : cuts[i];
    batch.clear();
    unsettled.clear();
    sse::Status status = sse::Status::ok;
    {
      // In memory of exactly its size, so that a sanitizer sees a read behind its end, and one after it is gone.
      const std::vector<std::uint8_t> chunk(stream.begin() + static_cast<std::ptrdiff_t>(begin),
                                            stream.begin() + static_cast<std::ptrdiff_t>(end));
      status = parser.push(chunk, batch);
      if (!settle(batch)) return {{}, "no memory to settle a batch"};
    }
    // With the slack behind it that groups are read with, and in front, at times, what an event begins with.
    const sse::Bytes begun = i % 2 == 0 ? sse::Bytes() : same_parser.take_unfinished(stream.size());
    std::vector<std::uint8_t> chunk(begun.begin(), begun.end());
    chunk.insert(chunk.end(), stream.begin() + static_cast<std::ptrdiff_t>(begin),
                 stream.begin() + static_cast<std::ptrdiff_t>(end));
    const std::size_t size = chunk.size();
    chunk.resize(size + sse::kFullSlack);
    same_parser.push(sse::Bytes(chunk).first(size), unsettled, sse::kFullSlack);
    if (result.problem.empty()) result.problem = problem_of(batch);
    for (const std::size_t least_utf8 : {std::size_t{0}, SIZE_MAX}) {
      if (result.problem.empty()) result.problem = problem_of_groups(batch, unsettled, least_utf8);
    }
    read_batch(batch, last_event_id, result.items);
    if (status != sse::Status::ok) {
      result.items.push_back({"error", {{"code", status_code(status)}}});
      break;
    }
    begin = end;
  }
  parser.end();
  return result;
}

}  // namespace sse_tests
