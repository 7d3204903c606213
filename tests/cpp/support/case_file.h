#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

#include "item.h"

namespace sse_tests {

/// A case of `tests/cases/*.md`; the format is told in the README there.
struct Case {
  std::string file;
  /// The line of its heading.
  int line = 0;
  std::string name;
  /// The bytes of the stream.
  std::string stream;
  /// 0 when the case sets no bound.
  std::size_t max_event_size = 0;
  Items records;
};

/// All cases of the files in a directory, in their order. Throws std::runtime_error, with file and line, where a file
/// is not in the format.
std::vector<Case> read_cases(const std::filesystem::path& directory);

}  // namespace sse_tests
