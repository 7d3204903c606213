#pragma once

#include <string_view>

#include "item.h"

namespace sse_tests::reference {

/// Interprets a whole event stream in the order of the standard's sentences: decode, split into lines, process line by
/// line. Slow, and nothing like the code that it judges.
Items interpret(std::string_view stream);

}  // namespace sse_tests::reference
