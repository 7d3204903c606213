#include <emscripten/bind.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>

#include "sse/event_stream_parser.h"
#include "sse/inline.h"
#include "sse/slack.h"
#include "sse/text_groups.h"

// The Embind class is the native half of an emitter: `on`, `off`, `push`, `end`, `reset` and `delete` mean here what
// they mean in JavaScript, in numbers and memory instead of strings and functions. Bytes come in through an input
// buffer and leave as one batch, both shared by all parsers: a call is synchronous, and JavaScript takes everything out
// before the next one.
namespace {

constexpr std::size_t kInputCapacity = std::size_t{64} * 1024;
constexpr unsigned kReportComments = 1;
constexpr unsigned kReportIgnoredFields = 2;
/// Beside the status that `push` returns: types have got numbers.
constexpr unsigned kTypesOccurred = 0x100;

/// Room in front of the input buffer, for the beginning of an event whose rest is in the chunk: it is read fastest
/// where it is whole, and makes no string of its own with what follows it.
constexpr std::size_t kHeadroom = std::size_t{2} * 1024;
/// A chunk of fewer bytes is read as fast without.
constexpr std::size_t kMuch = 512;

alignas(16) std::uint8_t input_memory[kHeadroom + kInputCapacity + sse::kFullSlack];
constexpr std::uint8_t* input = input_memory + kHeadroom;
/// For a chunk that is larger.
sse::ByteBuffer large_input;
sse::EventBatch batch;
sse::TextGroups text_groups;
std::array<std::uint8_t, sse::EventTypes::kMaxOccurringSize> type_text;

std::uint32_t address_of(const void* pointer) {
  return static_cast<std::uint32_t>(
      reinterpret_cast<std::uintptr_t>(pointer));  // NOLINT(*-reinterpret-cast): an address for JavaScript
}

/// Where JavaScript finds the batch, so that one call a chunk tells everything. What follows the batch is always the
/// same.
struct BatchHeader {
  std::uint32_t record_count = 0;
  std::uint32_t records = 0;
  std::uint32_t group_count = 0;
  std::uint32_t groups = 0;
  std::uint32_t event_size = 0;

  std::uint32_t input = address_of(::input);
  std::uint32_t input_capacity = kInputCapacity;
  std::uint32_t record_size = sizeof(sse::Record);
  std::uint32_t type_text = address_of(::type_text.data());
  /// JavaScript sets it where it makes strings of so many bytes of UTF-8 faster than of what is decoded here.
  std::uint32_t least_utf8 = UINT32_MAX;
} header;

/// Prepares the batch for JavaScript. False when the memory cannot be had: then nothing is left of the batch.
bool publish_batch(std::uint32_t least_utf8) {
  const bool done = text_groups.cut(batch, least_utf8);
  if (!done) batch.clear();
  header.record_count = static_cast<std::uint32_t>(batch.records().size());
  header.records = address_of(text_groups.records().data());
  header.group_count = static_cast<std::uint32_t>(text_groups.groups().size());
  header.groups = address_of(text_groups.groups().data());
  return done;
}

/// Publishes the batch anew, with all of its text decoded.
unsigned decode_batch() {
  return static_cast<unsigned>(publish_batch(UINT32_MAX) ? sse::Status::ok : sse::Status::out_of_memory);
}

sse::Bytes input_of(std::uint32_t length) { return {input, length < kInputCapacity ? length : kInputCapacity}; }

class Parser {
 public:
  Parser(unsigned max_event_size, unsigned reports)
      : parser_({.max_event_size = max_event_size,
                 .report_comments = (reports & kReportComments) != 0,
                 .report_ignored_fields = (reports & kReportIgnoredFields) != 0}) {
    parser_.types().listen_to_all(false);
    parser_.types().number_what_occurs();
  }

  unsigned push(const std::uint8_t* chunk, std::uint32_t length) {
    batch.clear();
    if (chunk != large_input.data()) large_input.clear_keeping(0);
    const bool is_much = chunk == input && length >= kMuch;
    return publish(is_much ? push_much(length) : parser_.push({chunk, length}, batch, sse::kFullSlack));
  }

  unsigned end_line() {
    batch.clear();
    return publish(parser_.end_line(batch));
  }

  void end() { parser_.end(); }
  void reset() { parser_.reset(); }
  /// The type stands in the input buffer, as UTF-8.
  std::uint32_t on(std::uint32_t length) { return parser_.types().listen(input_of(length)); }
  void off(std::uint32_t index) { parser_.types().ignore(index); }
  /// Leaves the text at `header.type_text`; its size, or 0 when no type has the number.
  std::uint32_t spell_out(std::uint32_t index) {
    return static_cast<std::uint32_t>(parser_.types().spell_out(index, type_text));
  }
  void listen_to_all(unsigned all) { parser_.types().listen_to_all(all != 0); }
  void report(unsigned reports) {
    parser_.options().report_comments = (reports & kReportComments) != 0;
    parser_.options().report_ignored_fields = (reports & kReportIgnoredFields) != 0;
  }

 private:
  /// Reads a chunk in the input buffer behind the beginning of an event, if that is little beside it: it is read once
  /// more.
  SSE_NEVER_INLINE sse::Status push_much(std::uint32_t length) {
    const sse::Bytes begun = parser_.take_unfinished(length / 2 < kHeadroom ? length / 2 : kHeadroom);
    std::uint8_t* const begin = input - begun.size();
    if (!begun.empty()) std::memcpy(begin, begun.data(), begun.size());
    return parser_.push({begin, begun.size() + length}, batch, sse::kFullSlack);
  }

  unsigned publish(sse::Status status) {
    header.record_count = static_cast<std::uint32_t>(batch.records().size());
    if (batch.records().empty() && status == sse::Status::ok) return 0;
    if (!publish_batch(header.least_utf8)) status = sse::Status::out_of_memory;
    header.event_size = static_cast<std::uint32_t>(parser_.event_size());
    return static_cast<unsigned>(status) | (parser_.types().take_occurred() ? kTypesOccurred : 0);
  }

  sse::EventStreamParser parser_;
};

std::uint32_t batch_address() { return address_of(&header); }

/// Where the next chunk may be written, if it has more bytes than the input buffer; 0 when the memory cannot be had.
std::uint32_t large_input_for(std::uint32_t length) {
  return large_input.make_room(std::size_t{length} + sse::kFullSlack) ? address_of(large_input.data()) : 0;
}

}  // namespace

/// Reads `length` bytes of an input buffer; a status. Exported as it is: it is called for every chunk, and Embind's
/// way to a method has three calls more.
extern "C" [[clang::export_name("push")]] unsigned push(Parser* parser, const std::uint8_t* chunk,
                                                        std::uint32_t length) {
  return parser->push(chunk, length);
}

// Embind keeps a list of bindings, to register them once more in each thread. There are no threads, and its library
// stays out.
extern "C" void _embind_register_bindings(emscripten::internal::InitFunc* /*bindings*/) {}

// All arguments and results are 32-bit numbers: js/wasm/embind.ts knows no other type.
EMSCRIPTEN_BINDINGS(eventsource_wasm) {
  emscripten::class_<Parser>("EventStreamParser")
      .constructor<unsigned, unsigned>()
      .function("on", &Parser::on)
      .function("off", &Parser::off)
      .function("spellOut", &Parser::spell_out)
      .function("listenToAll", &Parser::listen_to_all)
      .function("report", &Parser::report)
      .function("endLine", &Parser::end_line)
      .function("end", &Parser::end)
      .function("reset", &Parser::reset);
  emscripten::function("batchAddress", &batch_address);
  emscripten::function("decodeBatch", &decode_batch);
  emscripten::function("largeInputFor", &large_input_for);
}
