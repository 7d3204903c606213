#include <sse/event_stream_parser.h>

#include <cstdint>
#include <iostream>
#include <string_view>

// What a C++ program does that uses the installed library.
int main() {
  constexpr std::string_view kStream = "event: add\ndata: x\n\n";
  sse::EventStreamParser parser;
  sse::EventBatch batch;
  // NOLINTNEXTLINE(*-reinterpret-cast): chars seen as bytes
  const auto* const bytes = reinterpret_cast<const std::uint8_t*>(kStream.data());
  if (parser.push({bytes, kStream.size()}, batch) != sse::Status::ok || batch.records().size() != 1) return 1;
  std::cout << batch.data(0) << '\n';
  return batch.type(0) == "add" ? 0 : 1;
}
