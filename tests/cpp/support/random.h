#pragma once

#include <cstddef>
#include <cstdint>

namespace sse_tests {

/// Numbers that look random and are the same in every run and on every machine (xorshift64*).
class Random {
 public:
  explicit Random(std::uint64_t seed) : state_(seed * 2 + 1) {}

  std::uint64_t next() {
    state_ ^= state_ >> 12;
    state_ ^= state_ << 25;
    state_ ^= state_ >> 27;
    return state_ * 0x2545F4914F6CDD1D;
  }

  /// 0 to `bound` - 1.
  std::size_t below(std::size_t bound) { return static_cast<std::size_t>((next() >> 32) % bound); }

 private:
  std::uint64_t state_;
};

}  // namespace sse_tests
