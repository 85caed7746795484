/** Something that is timed: does `count` operations, going on where it stopped. */
export type Work = (count: number) => void

export interface Workload {
  suite: string
  name: string
  /** Operations a repetition. */
  count: number
  /** Whether it is also measured what an operation allocates. */
  allocates?: true
  /** Made anew for each measurement, before the clock runs. */
  ours: () => Work
  /** Others that do the same, by name; null when they cannot be run here. A peer may time itself: operations a second. */
  peers?: Readonly<Record<string, () => Work | SelfTimed | null>>
}
/** Measures itself, because it is another process; answers operations a second. */
export interface SelfTimed {
  perSecond: (count: number) => number
}

export interface Spread {
  min: number
  median: number
  max: number
}
export interface BenchRow {
  suite: string
  name: string
  opsPerSecond: Spread
  /** Medians. */
  peers: Record<string, number>
  /** What an operation leaves for the collector, in bytes; where it was measured. */
  bytesPerOp?: number
}

/** What the process has on its heap and in its buffers, in bytes; a forced collection. */
export interface Memory {
  used: () => number
  collect: () => void
}

export interface MeasureOptions {
  repetitions: number
  /** Share of `count` that is really done; for quick looks. */
  share: number
  /** Milliseconds of a clock that only moves forward. */
  clock: () => number
  memory: Memory
}

/**
 * Of each turn so much is done before the clock runs: what the machine took away while another ran, pages and caches, comes back. A peer
 * that is another process brings its data with it each time, and times itself when it is there.
 */
const RUN_IN = 0.2

/** Times a workload and its peers by turns, after one round that is not counted. */
export function measure(workload: Workload, options: MeasureOptions): BenchRow {
  const { repetitions, share, clock, memory } = options
  const count = Math.max(1, Math.round(workload.count * share))
  const runners = new Map<string, Work | SelfTimed>([['ours', workload.ours()]])
  for (const [name, make] of Object.entries(workload.peers ?? {})) {
    const peer = make()
    if (peer !== null) runners.set(name, peer)
  }
  const seen = new Map([...runners.keys()].map((name) => [name, [] as number[]]))
  for (let round = 0; round <= repetitions; round++) {
    for (const [name, runner] of runners) {
      const perSecond = timed(runner, count, clock)
      if (round > 0) seen.get(name)!.push(perSecond)
    }
  }
  const { suite, name } = workload
  const peers = [...seen].filter(([who]) => who !== 'ours')
  return {
    suite,
    name,
    opsPerSecond: spread(seen.get('ours')!),
    peers: Object.fromEntries(peers.map(([who, values]) => [who, spread(values).median])),
    ...(workload.allocates === true ? { bytesPerOp: bytesPerOp(workload.ours(), count, memory) } : {}),
  }
}

/** Slices are short enough that what one of them allocates is still there at its end, unless it was collected in between. */
const SLICES = 200

/** What an operation allocates, amortised, once it is warm. */
function bytesPerOp(work: Work, count: number, { used, collect }: Memory): number {
  const slice = Math.ceil(count / SLICES)
  work(count)
  collect()
  // To look allocates too.
  const looking = Math.min(...Array.from({ length: 9 }, () => -used() + used()).filter((bytes) => bytes >= 0))
  let [allocated, counted, before] = [0, 0, used()]
  for (let i = 0; i < SLICES; i++) {
    work(slice)
    const now = used()
    if (now >= before) {
      allocated += Math.max(0, now - before - looking)
      counted += slice
    }
    before = now
  }
  return allocated / counted
}

function timed(runner: Work | SelfTimed, count: number, clock: () => number): number {
  if (typeof runner !== 'function') return runner.perSecond(count)
  runner(Math.ceil(count * RUN_IN))
  const from = clock()
  runner(count)
  return (count * 1000) / (clock() - from)
}

/** Smallest, middle and largest. */
export function spread(values: readonly number[]): Spread {
  const sorted = values.toSorted((a, b) => a - b)
  return { min: sorted[0], median: sorted[sorted.length >> 1], max: sorted[sorted.length - 1] }
}
