#include "sse/usual_block.h"

#include "sse/field.h"
#include "sse/find_line_end.h"
#include "sse/inline.h"
#include "sse/short_text.h"

namespace sse {

UsualBlock::Outcome UsualBlock::read(const std::uint8_t* text, std::size_t size, const Matters& matters) {
  const std::uint8_t* const end = text + size;
  const std::uint8_t* at = text + line_begin_;
  const std::uint8_t* searched = text + searched_;
  SeenBytes seen;
  const auto stop = [&](Outcome outcome) SSE_INLINE_LAMBDA {
    line_begin_ = static_cast<std::uint32_t>(at - text);
    searched_ = static_cast<std::uint32_t>(searched - text);
    all_ascii = all_ascii && seen.all_ascii();
    return outcome;
  };

  while (at != end) {
    if (*at == '\n' || *at == '\r') {
      // The CR before it ended a line, and this LF belongs to it.
      const bool is_rest_of_line_end = *at == '\n' && at != text && at[-1] == '\r';
      searched = ++at;
      if (is_rest_of_line_end) continue;
      return stop(Outcome::whole);
    }
    const auto left = static_cast<std::size_t>(end - at);
    const std::uint64_t head = first_bytes({at, left});
    const bool is_data = begins_with(head, 5, first_bytes_of("data:"));
    const bool is_id = !is_data && begins_with(head, 3, first_bytes_of("id:"));
    const bool is_type = !is_data && !is_id && begins_with(head, 6, first_bytes_of("event:"));
    bool is_first_retry = false;
    bool is_nothing = false;
    bool is_usual = is_data || is_id || is_type;
    if (!is_usual) {
      is_nothing = *at == ':' ? !matters.comments : !matters.ignored_fields && !may_mean_something(*at);
      is_first_retry = !matters.ignored_fields && begins_with(head, 6, first_bytes_of("retry:")) && is_empty();
      is_usual = is_nothing || is_first_retry;
      // With fewer bytes it may be the beginning of a usual line.
      if (!is_usual && left >= kDecisiveBytes) return stop(Outcome::unusual);
    }

    const std::uint8_t* const line_end = find_line_end(skip_plain(searched > at ? searched : at, end), end, text, seen);
    searched = line_end;
    if (line_end == end) {
      // Of a line that says nothing, nothing is kept, however long it is.
      if (is_nothing) return stop(Outcome::unusual);
      break;
    }
    if (!is_usual) return stop(Outcome::unusual);
    const Bytes line(at, line_end);
    const auto place_of = [&](Bytes value) SSE_INLINE_LAMBDA {
      const auto begin = static_cast<std::uint32_t>(value.data() - text);
      return Place{begin, begin + static_cast<std::uint32_t>(value.size())};
    };
    if (is_data) {
      if (!has_data) data = place_of(value_after(line, 4));
      has_more_data = has_data;
      has_data = true;
    } else if (is_id) {
      // [spec] "If the field value does not contain U+0000 NULL, then set the last event ID buffer to the field value.
      // Otherwise, ignore the field."
      const Bytes value = value_after(line, 2);
      if (!contains_null(value)) {
        id = place_of(value);
        has_id = true;
      }
    } else if (is_type) {
      type = place_of(value_after(line, 5));
    } else if (is_first_retry) {
      data = place_of(value_after(line, 5));
      is_retry = true;
    }
    at = searched = line_end + 1;
    // The reconnection time is set by its line, and does not wait for the rest.
    if (is_retry) return stop(Outcome::whole);
    // A comment before all fields is a block of its own: nobody has to wait for the rest.
    if (*text == ':' && is_empty()) return stop(Outcome::whole);
  }
  return stop(Outcome::unfinished);
}

}  // namespace sse
