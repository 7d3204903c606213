#include "interpret.h"

#include <vector>

#include "reference/utf8_decoder.h"

namespace sse_tests {

namespace {

/// A chunk in memory of exactly its size, so that a sanitizer sees a read behind its end.
sse::Status push_copy(sse::EventStreamParser& parser, std::string_view chunk, sse::EventBatch& batch) {
  const std::vector<std::uint8_t> copy(chunk.begin(), chunk.end());
  return parser.push(copy, batch);
}

std::string status_code(sse::Status status) {
  return status == sse::Status::event_too_large ? "event_too_large" : "out_of_memory";
}

/// Checks that one part of a record ends where it says, in bytes and in UTF-16 code units.
class PartChecker {
 public:
  explicit PartChecker(const sse::EventBatch& batch) : text_(sse::as_text(batch.text())) {}

  bool reaches(std::size_t end, std::size_t units_end) {
    if (end < end_ || end > text_.size() || units_end < units_end_) return false;
    const std::string_view part = text_.substr(end_, end - end_);
    const std::u32string decoded = reference::decode_utf8(part);
    if (reference::encode_utf8(decoded) != part) return false;
    if (units_end != units_end_ + reference::utf16_units(decoded)) return false;
    end_ = end;
    units_end_ = units_end;
    return true;
  }

  bool at_end() const { return end_ == text_.size(); }

 private:
  std::string_view text_;
  std::size_t end_ = 0;
  std::size_t units_end_ = 0;
};

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
    if (record.has_id != 0) last_event_id = id;
    switch (record.kind) {
      case sse::RecordKind::event: {
        Item event{"event", {{"data", data}}};
        if (record.has_type != 0)
          event.values["type"] = record.type_index == sse::EventTypes::kMessage ? "message" : type;
        if (record.has_id != 0) event.values["id"] = id;
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
    const bool right = checker.reaches(record.data_end, record.data_units_end) &&
                       checker.reaches(record.id_end, record.id_units_end) &&
                       checker.reaches(record.type_end, record.type_units_end);
    if (!right) return "record " + std::to_string(i) + " has a wrong place, or text that is not well formed";
  }
  if (!checker.at_end()) return "there is text behind the last record";
  bool ascii = true;
  for (const std::uint8_t byte : batch.text()) ascii = ascii && byte < 0x80;
  if (ascii != batch.ascii())
    return ascii ? "the text is ASCII, and not said to be" : "the text is not ASCII, but said to be";
  return "";
}

Interpretation interpret(std::string_view stream, const Cuts& cuts, const sse::ParserOptions& options) {
  Interpretation result;
  sse::EventStreamParser parser(options);
  sse::EventBatch batch;
  std::string last_event_id;

  std::size_t begin = 0;
  for (std::size_t i = 0; i <= cuts.size(); ++i) {
    const std::size_t end = i == cuts.size() ? stream.size() : cuts[i];
    batch.clear();
    const sse::Status status = push_copy(parser, stream.substr(begin, end - begin), batch);
    if (result.problem.empty()) result.problem = problem_of(batch);
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
