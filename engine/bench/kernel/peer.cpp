// The compiled peer of the kernel's workloads: the same work on std::priority_queue, with the same random numbers.
// g++ -O3 -march=native -std=c++17 peer.cpp; ./a.out <workload> <events> prints events a second.
#include <chrono>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <deque>
#include <queue>
#include <vector>

struct Random { // xoshiro128**
  uint32_t a, b, c, d;
  explicit Random(uint32_t seed) {
    auto next = [&seed] { seed += 0x9e3779b9; uint32_t z = seed; z = (z ^ (z >> 16)) * 0x21f0aaad; z = (z ^ (z >> 15)) * 0x735a2d97; return z ^ (z >> 15); };
    a = next(); b = next(); c = next(); d = next() | 1;
  }
  uint32_t bits() {
    uint32_t b5 = b * 5, result = ((b5 << 7) | (b5 >> 25)) * 9, t = b << 9;
    c ^= a; d ^= b; b ^= c; a ^= d; c ^= t; d = (d << 11) | (d >> 21);
    return result;
  }
  double uniform() { return (double(bits() >> 5) * 67108864.0 + double(bits() >> 6)) / 9007199254740992.0; }
};

struct Ziggurat { // the exponential of engine/lib/distribution/exponential.ts
  static constexpr double TAIL = 7.69711747013104972, AREA = 3.9496598225815571993e-3;
  double edges[257], scales[257], heights[257];
  Ziggurat() {
    edges[0] = AREA / std::exp(-TAIL); edges[1] = TAIL;
    for (int i = 2; i < 256; i++) edges[i] = -std::log(AREA / edges[i - 1] + std::exp(-edges[i - 1]));
    edges[256] = 0;
    for (int i = 0; i < 257; i++) { scales[i] = edges[i] / 16777216.0; heights[i] = std::exp(-edges[i]); }
  }
  double draw(Random &random) const {
    double shift = 0;
    while (true) {
      uint32_t bits = random.bits(), layer = bits & 255;
      double x = (bits >> 8) * scales[layer];
      if (x < edges[layer + 1]) return shift + x;
      if (layer == 0) shift += TAIL;
      else if (heights[layer] + random.uniform() * (heights[layer + 1] - heights[layer]) < std::exp(-x)) return shift + x;
    }
  }
};

struct Event { double time; uint32_t sequence, what; };
struct Departure : Event { double born; };
struct Later { bool operator()(const Event &x, const Event &y) const { return x.time != y.time ? x.time > y.time : x.sequence > y.sequence; } };
template <class E> using Pending = std::priority_queue<E, std::vector<E>, Later>;
static const Ziggurat ziggurat;
static double checksum = 0;

static void hold(int pending, long events) {
  Pending<Event> queue; Random random(1); uint32_t sequence = 0;
  for (int i = 0; i < pending; i++) queue.push({std::round(ziggurat.draw(random) * 1e9), sequence++, uint32_t(i)});
  for (long i = 0; i < events; i++) {
    Event event = queue.top(); queue.pop();
    queue.push({event.time + std::round(ziggurat.draw(random) * 1e9), sequence++, event.what});
  }
  checksum += queue.top().time;
}

struct Station { int busy = 0; std::deque<double> waiting; };

static void queues(int in_a_row, int servers, long events) {
  Pending<Departure> queue; Random random(1); uint32_t sequence = 0;
  std::vector<Station> stations(in_a_row);
  const double work = 1e6, gap = work / (0.9 * servers);
  std::vector<uint64_t> latencies(4096, 0); // a histogram, as the kernel's workloads have one
  double now = 0;
  auto start = [&](int i, double born) { stations[i].busy++; queue.push({{now + std::round(ziggurat.draw(random) * work), sequence++, uint32_t(i + 1)}, born}); };
  auto take = [&](int i, double born) { if (stations[i].busy < servers) start(i, born); else stations[i].waiting.push_back(born); };
  queue.push({{0, sequence++, 0}, 0});
  for (long n = 0; n < events; n++) {
    Departure event = queue.top(); queue.pop();
    now = event.time;
    if (event.what == 0) {
      take(0, now);
      queue.push({{now + std::round(ziggurat.draw(random) * gap), sequence++, 0}, 0});
      continue;
    }
    int i = event.what - 1;
    stations[i].busy--;
    if (!stations[i].waiting.empty()) { double born = stations[i].waiting.front(); stations[i].waiting.pop_front(); start(i, born); }
    if (i + 1 < in_a_row) take(i + 1, event.born);
    else { int bucket = std::ilogb(now - event.born + 1) * 64; latencies[bucket < 4096 ? bucket : 4095]++; }
  }
  checksum += now + double(latencies[64]);
}

int main(int argc, char **argv) {
  if (argc != 3) { std::fprintf(stderr, "usage: peer <workload> <events>\n"); return 2; }
  long events = std::atol(argv[2]);
  auto run = [&](long count) {
    if (!std::strcmp(argv[1], "hold-1k")) hold(1000, count);
    else if (!std::strcmp(argv[1], "hold-100k")) hold(100000, count);
    else if (!std::strcmp(argv[1], "hold-1m")) hold(1000000, count);
    else if (!std::strcmp(argv[1], "mm1")) queues(1, 1, count);
    else if (!std::strcmp(argv[1], "mmc16")) queues(1, 16, count);
    else if (!std::strcmp(argv[1], "tandem10")) queues(10, 1, count);
    else std::exit(2);
  };
  // The cost of filling is measured apart and left out, as it is in Node.
  auto seconds = [&](long count) { auto from = std::chrono::steady_clock::now(); run(count); return std::chrono::duration<double>(std::chrono::steady_clock::now() - from).count(); };
  double empty = seconds(1), full = seconds(events + 1);
  std::printf("%.0f %g\n", double(events) / (full - empty), checksum);
}
