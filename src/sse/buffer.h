#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <span>
#include <type_traits>
#include <utility>

#include "sse/copy_bytes.h"
#include "sse/inline.h"

namespace sse {

using Bytes = std::span<const std::uint8_t>;

/// Makes room for `extra` more items of `item_size` bytes in memory of malloc's. False, and nothing changed, when it
/// cannot be had.
[[nodiscard]] bool grow_memory(void*& memory, std::size_t size, std::size_t& capacity, std::size_t extra,
                               std::size_t item_size);

/// A growable array whose growth can fail without an exception: a server decides how long an event is, so running out
/// of memory must end one stream and not the program (or the WebAssembly module that a thousand streams share).
template <typename T>
class Buffer {
  static_assert(std::is_trivially_copyable_v<T>);

 public:
  Buffer() = default;
  ~Buffer() { std::free(data_); }
  Buffer(const Buffer&) = delete;
  Buffer& operator=(const Buffer&) = delete;
  Buffer(Buffer&& other) noexcept
      : data_(std::exchange(other.data_, nullptr)),
        size_(std::exchange(other.size_, 0)),
        capacity_(std::exchange(other.capacity_, 0)) {}
  Buffer& operator=(Buffer&& other) noexcept {
    std::swap(data_, other.data_);
    std::swap(size_, other.size_);
    std::swap(capacity_, other.capacity_);
    return *this;
  }

  const T* data() const { return data_; }
  T* data() { return data_; }
  std::size_t size() const { return size_; }
  std::size_t capacity() const { return capacity_; }
  bool empty() const { return size_ == 0; }
  std::span<const T> view() const { return {data_, size_}; }
  std::span<const T> view_from(std::size_t begin) const { return {data_ + begin, size_ - begin}; }

  /// False, and nothing changed, when the memory cannot be had.
  [[nodiscard]] SSE_ALWAYS_INLINE bool append(std::span<const T> items) { return append(items.data(), items.size()); }

  [[nodiscard]] bool append(const T* items, std::size_t count) {
    if (count == 0) return true;
    if (capacity_ - size_ < count && !grow(count)) return false;
    copy_items(data_ + size_, {items, count});
    size_ += count;
    return true;
  }

  [[nodiscard]] bool append(const T& item) {
    if (capacity_ == size_ && !grow(1)) return false;
    data_[size_++] = item;
    return true;
  }

  /// One item more, to be filled in where it stands: a structure that has been filled in elsewhere, in words, is slow
  /// to load in anything larger. Null when the memory cannot be had.
  [[nodiscard]] SSE_ALWAYS_INLINE T* add() {
    if (capacity_ == size_ && !grow(1)) return nullptr;
    return data_ + size_++;
  }

  [[nodiscard]] bool assign(std::span<const T> items) {
    size_ = 0;
    return append(items);
  }

  /// Makes room for `extra` more items, so that appending them cannot fail.
  [[nodiscard]] bool make_room(std::size_t extra) { return capacity_ - size_ >= extra || grow(extra); }

  void truncate(std::size_t size) { size_ = size; }
  void clear() { size_ = 0; }

  /// Empties the buffer, and gives memory back that goes beyond `keep` items: what one huge event needed is not kept
  /// for the small ones that follow.
  void clear_keeping(std::size_t keep) {
    size_ = 0;
    if (capacity_ > keep) release();
  }

 private:
  SSE_ALWAYS_INLINE static void copy_items(T* to, std::span<const T> items) {
    if constexpr (sizeof(T) == 1) {
      copy_bytes(to, items.data(), items.size());
    } else {
      std::memcpy(to, items.data(), items.size_bytes());
    }
  }

  [[gnu::noinline]] bool grow(std::size_t extra) {
    void* memory = data_;
    if (!grow_memory(memory, size_, capacity_, extra, sizeof(T))) return false;
    data_ = static_cast<T*>(memory);
    return true;
  }

  [[gnu::noinline]] void release() {
    std::free(data_);
    data_ = nullptr;
    capacity_ = 0;
  }

  T* data_ = nullptr;
  std::size_t size_ = 0;
  std::size_t capacity_ = 0;
};

using ByteBuffer = Buffer<std::uint8_t>;

}  // namespace sse
