#include "sse/copy_line.h"
#include "sse/event_stream_parser.h"

namespace sse {

// What nearly all lines of nearly all streams are: whole, known to fit, and of the fields `data`, `event` and `id`, or
// blank. This file is compiled for speed and the rest for size; it leaves everything else to `process_piece`, which
// knows all that is here too.
bool EventStreamParser::read_usual_lines(LineSplitter& lines, EventBatch& batch) {
  const Bytes left = lines.lines_left();
  const std::uint8_t* at = left.data();
  const std::uint8_t* const end = at + left.size();
  bool ends_with_cr = false;
  bool had_memory = true;

  while (at != end) {
    const std::uint8_t* line_end = at;
    if (*at != '\n' && *at != '\r') {
      if (end - at < 8) break;
      const std::uint64_t head = first_bytes({at, 8});
      if (begins_with(head, 5, first_bytes_of("data:"))) {
        if (buffers_.holds_data()) break;
        const std::uint8_t* const value = at + (at[5] == ' ' ? 6 : 5);
        std::uint8_t* const to = batch.open_room(static_cast<std::size_t>(end - value) + kCopyLineSlack);
        if (to == nullptr) break;
        const LineCopy copy = copy_line(value, end, to);
        if (copy.line_end == nullptr) break;
        *copy.to = '\n';
        batch.end_open(copy.to + 1);
        line_end = copy.line_end;
      } else {
        const bool is_id = begins_with(head, 3, first_bytes_of("id:"));
        if (!is_id && !begins_with(head, 6, first_bytes_of("event:"))) break;
        line_end = find_line_end(at, end, left.data());
        if (line_end == end) break;
        const Bytes line(at, line_end);
        const Bytes value = value_after(line, is_id ? 2 : 5);
        if (is_id) {
          buffers_.set_last_event_id(value.data(), value.size());
        } else {
          had_memory = buffers_.set_event_type(value.data(), value.size());
        }
      }
    } else {
      had_memory = buffers_.dispatch(types_, batch);
    }
    at = line_end + 1;
    if (*line_end == '\r') {
      ends_with_cr = at == end;
      if (!ends_with_cr && *at == '\n') ++at;
    }
    if (!had_memory) return fail(Status::out_of_memory);
  }
  if (at != left.data()) lines.skip_to(at, ends_with_cr);
  return true;
}

}  // namespace sse
