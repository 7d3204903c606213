#include <exception>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <string>

#include "case_file.h"

// Writes the stream of every conformance case into a file of its own: the fuzzer's seeds.
int main(int argc, char** argv) {
  if (argc != 2) {
    std::cerr << "usage: " << argv[0] << " <folder>\n";
    return 2;
  }
  try {
    const std::filesystem::path folder = argv[1];
    std::filesystem::create_directories(folder);
    for (const sse_tests::Case& one : sse_tests::read_cases(SSE_CASES)) {
      const std::string theme = std::filesystem::path(one.file).stem().string();
      std::ofstream(folder / (theme + "_" + std::to_string(one.line)), std::ios::binary) << one.stream;
    }
  } catch (const std::exception& error) {
    std::cerr << error.what() << '\n';
    return 1;
  }
  return 0;
}
