#pragma once

#include "sse/event_batch.h"

namespace sse {

/// Makes a batch one that holds all of its text itself, as well-formed UTF-8 with U+FFFD in the place of what is not:
/// the chunk may go. For readers in C++; one that takes the batch out while the chunk is there, and decodes each part
/// by itself, needs no copy. False when the memory cannot be had.
[[nodiscard]] bool settle(EventBatch& batch);

}  // namespace sse
