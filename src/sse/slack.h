#pragma once

#include <cstddef>

namespace sse {

/// Where so many bytes behind a text may be read too, whatever they are, its last bytes need not be looked at one by
/// one.
constexpr std::size_t kFullSlack = 48;

}  // namespace sse
