#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "item.h"
#include "sse/event_stream_parser.h"

namespace sse_tests {

inline sse::Bytes as_bytes(std::string_view text) {
  // NOLINTNEXTLINE(*-reinterpret-cast): chars seen as bytes
  return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

/// Where a stream is cut: ascending places within it.
using Cuts = std::vector<std::size_t>;

Cuts cut_everywhere(std::size_t size);

/// All that can be reported.
sse::ParserOptions all_reports(std::size_t max_event_size = 0);

/// Appends what a batch holds. `last_event_id` is the last event ID string before it, and is kept up to date.
void read_batch(const sse::EventBatch& batch, std::string& last_event_id, Items& items);

/// What is wrong with a batch that every batch must have right, or an empty string: its places ascend and end at the
/// end of the text, its text is well formed, its UTF-16 places are those of the text, and it knows whether it is ASCII.
std::string problem_of(const sse::EventBatch& batch);

struct Interpretation {
  Items items;
  /// See `problem_of`.
  std::string problem;
};

/// Interprets a whole stream that arrives cut at these places, and ends.
Interpretation interpret(std::string_view stream, const Cuts& cuts, const sse::ParserOptions& options);

}  // namespace sse_tests
