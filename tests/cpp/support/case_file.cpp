#include "case_file.h"

#include <algorithm>
#include <cstdint>
#include <fstream>
#include <stdexcept>

namespace sse_tests {

namespace {

namespace fs = std::filesystem;

class CaseFile {
 public:
  explicit CaseFile(const fs::path& path) : path_(path), in_(path, std::ios::binary) {
    if (!in_) throw std::runtime_error("cannot read " + path.string());
  }

  std::vector<Case> read() {
    std::vector<Case> cases;
    std::string line;
    while (next(line)) {
      if (line.starts_with("## ")) {
        if (!cases.empty()) require_complete(cases.back());
        Case& one = cases.emplace_back();
        one.file = path_.string();
        one.line = line_;
        one.name = line.substr(3);
        has_stream_ = has_records_ = false;
      } else if (line.starts_with("```")) {
        if (cases.empty()) fail("a block before the first case");
        read_block(line.substr(3), cases.back());
      }
    }
    if (cases.empty()) fail("no case");
    require_complete(cases.back());
    return cases;
  }

 private:
  bool next(std::string& line) {
    if (!std::getline(in_, line)) return false;
    ++line_;
    return true;
  }

  [[noreturn]] void fail(const std::string& problem) const {
    throw std::runtime_error(path_.string() + ":" + std::to_string(line_) + ": " + problem);
  }

  void require_complete(const Case& last) const {
    if (!has_stream_ || !has_records_) fail("the case \"" + last.name + "\" lacks a block");
  }

  void read_block(const std::string& info, Case& to) {
    if (info == "records") {
      if (has_records_) fail("a second block of records");
      has_records_ = true;
    } else if (info == "stream" || info.starts_with("stream ")) {
      if (has_stream_) fail("a second stream");
      has_stream_ = true;
      read_option(info, to);
    } else {
      fail("a block of an unknown kind");
    }
    std::string line;
    while (next(line)) {
      if (line == "```") return;
      if (info == "records") {
        to.records.push_back(read_record(line));
      } else {
        to.stream += unescaped(line);
      }
    }
    fail("a block that does not end");
  }

  void read_option(const std::string& info, Case& to) const {
    if (info == "stream") return;
    const std::string key = "stream maxEventSize=";
    if (!info.starts_with(key)) fail("an unknown option");
    to.max_event_size = std::stoul(info.substr(key.size()));
  }

  Item read_record(const std::string& line) const {
    std::size_t at = std::min(line.find(' '), line.size());
    Item item{.kind = line.substr(0, at), .values = {}};
    while (at != line.size()) {
      const std::size_t key = at + 1;
      const std::size_t equals = line.find("=\"", key);
      if (line[at] != ' ' || equals == std::string::npos) fail("a record is: kind key=\"value\" ...");
      const std::size_t value = equals + 2;
      at = value;
      while (at < line.size() && line[at] != '"') at += line[at] == '\\' ? 2U : 1U;
      if (at >= line.size()) fail("a value without its closing quote");
      item.values[line.substr(key, equals - key)] = unescaped(line.substr(value, at - value));
      ++at;
    }
    return item;
  }

  std::string unescaped(const std::string& text) const {
    std::string bytes;
    for (std::size_t i = 0; i < text.size(); ++i) {
      if (text[i] != '\\') {
        bytes += text[i];
        continue;
      }
      if (++i == text.size()) fail("a backslash at the end of a line");
      switch (text[i]) {
        case 'n':
          bytes += '\n';
          break;
        case 'r':
          bytes += '\r';
          break;
        case 't':
          bytes += '\t';
          break;
        case '0':
          bytes += '\0';
          break;
        case '\\':
        case '"':
          bytes += text[i];
          break;
        case 'x':
          bytes += static_cast<char>(std::stoul(text.substr(i + 1, 2), nullptr, 16));
          i += 2;
          break;
        case 'u': {
          const std::size_t close = text.find('}', i);
          if (close == std::string::npos || text[i + 1] != '{') fail("an escape is \\u{N}");
          append_utf8(bytes, std::stoul(text.substr(i + 2, close - i - 2), nullptr, 16));
          i = close;
          break;
        }
        default:
          fail("an unknown escape");
      }
    }
    return bytes;
  }

  static void append_utf8(std::string& to, unsigned long code_point) {
    const auto append = [&to](unsigned long byte) { to += static_cast<char>(byte); };
    const auto continuation = [&](unsigned shift) { append(0x80 | (code_point >> shift & 0x3F)); };
    if (code_point < 0x80) {
      append(code_point);
    } else if (code_point < 0x800) {
      append(0xC0 | code_point >> 6);
      continuation(0);
    } else if (code_point < 0x10000) {
      append(0xE0 | code_point >> 12);
      continuation(6);
      continuation(0);
    } else {
      append(0xF0 | code_point >> 18);
      continuation(12);
      continuation(6);
      continuation(0);
    }
  }

  fs::path path_;
  std::ifstream in_;
  int line_ = 0;
  bool has_stream_ = false;
  bool has_records_ = false;
};

}  // namespace

std::vector<Case> read_cases(const fs::path& directory) {
  std::vector<fs::path> paths;
  for (const auto& entry : fs::directory_iterator(directory)) {
    if (entry.path().extension() == ".md" && entry.path().filename() != "README.md") paths.push_back(entry.path());
  }
  std::sort(paths.begin(), paths.end());

  std::vector<Case> cases;
  for (const fs::path& path : paths) {
    for (Case& one : CaseFile(path).read()) cases.push_back(std::move(one));
  }
  if (cases.empty()) throw std::runtime_error("no cases in " + directory.string());
  return cases;
}

}  // namespace sse_tests
