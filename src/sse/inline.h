#pragma once

/// For small functions that run for every line. WebAssembly hands a span over in memory when a call is not inlined, and
/// what has just been stored in two halves is slow to load as one; the call then costs more than its body.
#define SSE_ALWAYS_INLINE [[gnu::always_inline]] inline

/// For functions that are called from several places and of which one copy is enough.
#define SSE_NEVER_INLINE [[gnu::noinline]]

/// The same as SSE_ALWAYS_INLINE for a lambda, behind its parameters.
#define SSE_INLINE_LAMBDA __attribute__((always_inline))
