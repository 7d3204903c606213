#include <gtest/gtest.h>

#include <exception>
#include <iostream>
#include <set>
#include <utility>

#include "case_file.h"
#include "interpret.h"
#include "reference/event_stream.h"

// Every case of tests/cases, as a test of its own: whole, byte by byte, cut at every place, and short ones cut at every
// two places. The reference interpreter has to agree with the case too, so that neither can be wrong alone.
namespace sse_tests {
namespace {

constexpr std::size_t kShort = 48;

class CaseTest : public ::testing::Test {
 public:
  explicit CaseTest(Case one) : case_(std::move(one)) {}

  void TestBody() override {
    if (case_.max_event_size == 0) expect(reference::interpret(case_.stream), "the reference interpreter");

    expect_cut({}, "whole");
    expect_cut(cut_everywhere(case_.stream.size()), "byte by byte");
    const std::size_t size = case_.stream.size();
    for (std::size_t first = 0; first <= size; ++first) {
      expect_cut({first}, "cut at " + std::to_string(first));
      if (size > kShort) continue;
      for (std::size_t second = first; second <= size; ++second) {
        expect_cut({first, second}, "cut at " + std::to_string(first) + " and " + std::to_string(second));
      }
    }
  }

 private:
  void expect_cut(const Cuts& cuts, const std::string& how) {
    if (HasFailure()) return;
    const Interpretation result = interpret(case_.stream, cuts, all_reports(case_.max_event_size));
    expect(result.items, how);
    if (!result.problem.empty()) fail(how, result.problem);
  }

  void expect(Items actual, const std::string& how) {
    for (std::size_t i = 0; i < actual.size() && i < case_.records.size(); ++i) {
      if (!case_.records[i].values.contains("line")) actual[i].values.erase("line");
    }
    if (actual != case_.records) {
      fail(how, "expected\n" + to_text(case_.records) + "and got\n" + to_text(actual));
    }
  }

  void fail(const std::string& how, const std::string& problem) const {
    ADD_FAILURE_AT(case_.file.c_str(), case_.line) << case_.name << ", " << how << ": " << problem;
  }

  Case case_;
};

std::string identifier(const std::string& text) {
  std::string name;
  for (const char c : text) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    if (plain) {
      name += c;
    } else if (!name.empty() && name.back() != '_') {
      name += '_';
    }
  }
  return name;
}

void register_cases() {
  std::set<std::pair<std::string, std::string>> names;
  for (const Case& one : read_cases(SSE_CASES)) {
    const std::string suite = identifier(std::filesystem::path(one.file).stem().string());
    const std::string name = identifier(one.name);
    if (!names.emplace(suite, name).second) {
      throw std::runtime_error(one.file + ":" + std::to_string(one.line) + ": a case of this name is there already");
    }
    ::testing::RegisterTest(suite.c_str(), name.c_str(), nullptr, nullptr, one.file.c_str(), one.line,
                            [one]() -> CaseTest* { return new CaseTest(one); });
  }
}

}  // namespace
}  // namespace sse_tests

int main(int argc, char** argv) {
  ::testing::InitGoogleTest(&argc, argv);
  try {
    sse_tests::register_cases();
  } catch (const std::exception& error) {
    std::cerr << error.what() << '\n';
    return 1;
  }
  return RUN_ALL_TESTS();
}
