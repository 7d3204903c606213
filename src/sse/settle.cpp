#include "sse/settle.h"

#include <utility>

#include "sse/utf8.h"

namespace sse {

bool settle(EventBatch& batch) {
  ByteBuffer text;
  const auto append_part = [&](Bytes part, std::uint32_t& begin, std::uint32_t& end) {
    begin = static_cast<std::uint32_t>(text.size());
    if (!utf8::append_repaired(text, part)) return false;
    end = static_cast<std::uint32_t>(text.size());
    // Places are 32 bits wide.
    return text.size() <= UINT32_MAX;
  };
  for (std::size_t i = 0; i < batch.records_.size(); ++i) {
    Record& record = batch.records_.data()[i];
    const std::uint8_t* const from = batch.text_of(record);
    const Bytes data(from + record.data_begin, from + record.data_end);
    const Bytes id(from + record.id_begin, from + record.id_end);
    const Bytes type(from + record.type_begin, from + record.type_end);
    record.flags &= static_cast<std::uint8_t>(~(Record::kInChunk | Record::kInBlock));
    const bool done = append_part(data, record.data_begin, record.data_end) &&
                      append_part(id, record.id_begin, record.id_end) &&
                      append_part(type, record.type_begin, record.type_end);
    if (!done) return false;
  }
  batch.text_ = std::move(text);
  batch.closed_ = batch.text_.size();
  batch.chunk_ = nullptr;
  return true;
}

}  // namespace sse
