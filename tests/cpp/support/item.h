#pragma once

#include <map>
#include <string>
#include <vector>

namespace sse_tests {

/// A record in the words of `tests/cases/README.md`: a kind, and values by their keys. A value that is left out there
/// has no key here.
struct Item {
  std::string kind;
  std::map<std::string, std::string> values;

  bool operator==(const Item&) const = default;
};

using Items = std::vector<Item>;

/// Those that there are also when no report is asked for.
Items events_of(const Items& items);

/// As it would stand in a `records` block.
std::string to_text(const Item& item);
std::string to_text(const Items& items);

}  // namespace sse_tests
