#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <string>
#include <vector>

#include "random.h"

// The fuzzer without libFuzzer: all seeds, and then seeds that were cut, joined and changed by numbers that are the
// same in every run.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace {

using sse_tests::Random;

constexpr std::size_t kLongest = 512;

std::vector<std::string> read_seeds(const char* directory) {
  std::vector<std::string> seeds;
  for (const auto& entry : std::filesystem::directory_iterator(directory)) {
    std::ifstream in(entry.path(), std::ios::binary);
    seeds.emplace_back(std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>());
  }
  return seeds;
}

std::string piece_of(const std::string& seed, Random& random) {
  const std::size_t begin = random.below(seed.size() + 1);
  return seed.substr(begin, random.below(seed.size() - begin + 1));
}

std::string changed(const std::vector<std::string>& seeds, Random& random) {
  std::string input = seeds[random.below(seeds.size())];
  for (std::size_t changes = random.below(6); changes > 0; --changes) {
    const std::size_t at = random.below(input.size() + 1);
    switch (random.below(4)) {
      case 0:
        input.insert(at, piece_of(seeds[random.below(seeds.size())], random));
        break;
      case 1:
        input.erase(at, random.below(8));
        break;
      case 2:
        input.insert(at, 1, static_cast<char>(random.below(256)));
        break;
      default: {
        constexpr std::string_view kStructure = "\r\n: \0d";
        input.insert(at, 1, kStructure[random.below(kStructure.size())]);
        break;
      }
    }
  }
  if (input.size() > kLongest) input.resize(kLongest);
  return input;
}

void run(const std::string& input) {
  const std::vector<std::uint8_t> bytes(input.begin(), input.end());
  LLVMFuzzerTestOneInput(bytes.data(), bytes.size());
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) {
    std::cerr << "usage: " << argv[0] << " <folder of seeds> <number of changed seeds>\n";
    return 2;
  }
  const std::vector<std::string> seeds = read_seeds(argv[1]);
  if (seeds.empty()) {
    std::cerr << "no seeds in " << argv[1] << '\n';
    return 2;
  }
  for (const std::string& seed : seeds) run(seed);
  Random random(1);
  const long count = std::strtol(argv[2], nullptr, 10);
  for (long i = 0; i < count; ++i) run(changed(seeds, random));
  std::cout << seeds.size() << " seeds and " << count << " changed seeds\n";
  return 0;
}
