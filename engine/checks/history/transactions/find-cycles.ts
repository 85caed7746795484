import type { DependencyGraph } from './dependency-graph.ts'
import { withPlaces } from './dependency-graph.ts'
import { DEPENDENCY, type Dependency, type DependencyKinds } from './dependency.ts'
import { PathSearch } from './path-search.ts'
import { strongComponents } from './strong-components.ts'

const { ww, wr, rw, process, realtime } = DEPENDENCY
/** So many edges are followed in search of one class of cycle, then the shortest found so far is shown. */
const MOST_WORK = 4_000_000
const SHORTEST = 2

/** A cycle and what it is called. */
export interface Cycle {
  readonly name: string
  /** Each leads to where the next begins, the last to the beginning of the first. */
  readonly steps: readonly Dependency[]
}

interface CycleClass {
  readonly name: string
  /** The kind of the edge that begins the cycle, and those of the others. */
  readonly first: DependencyKinds
  readonly others: DependencyKinds
}

/** From the worst to the mildest: each is excluded by more isolation levels than the next. */
const CLASSES: readonly CycleClass[] = [
  { name: 'G0', first: ww, others: ww },
  { name: 'G1c', first: wr, others: ww | wr },
  { name: 'G-single', first: rw, others: ww | wr },
  { name: 'G2', first: rw, others: ww | wr | rw },
]

/**
 * The cycles of a dependency graph, one of each class that occurs, as short as can be found: G0 of writes alone; G1c with what
 * was read; G-single with one anti-dependency; G2 with more, looked for only where nothing worse is. Cycles that need the order
 * of a process, or of real time, are looked for when there are no others, and carry that in their name.
 * Paper: Adya (1999), chapter 3 and appendix; Kingsbury and Alvaro, "Elle: inferring isolation anomalies from experimental
 * observations" (2020), section 6.
 */
export function findCycles(graph: DependencyGraph): Cycle[] {
  for (const [suffix, extra] of [
    ['', 0],
    ['-process', process],
    ['-realtime', process | realtime],
  ] as const) {
    const found: Cycle[] = []
    const accused = new Set<number>()
    for (const { name, first, others } of CLASSES) {
      const kinds = { first, others: withPlaces(others | extra) }
      const steps = shortestCycle(graph, kinds, name === 'G2' ? accused : new Set())
      if (steps === null) continue
      found.push({ name: `${name}${suffix}`, steps })
      for (const { from } of steps) accused.add(from)
    }
    if (found.length > 0) return found
  }
  return []
}

/** The shortest cycle that begins with an edge of `first`; null when there is none, but for components of the accused. */
function shortestCycle(
  graph: DependencyGraph,
  { first, others }: Pick<CycleClass, 'first' | 'others'>,
  accused: ReadonlySet<number>,
): Dependency[] | null {
  const component = strongComponents(graph, first | others)
  const left = new Set([...accused].map((node) => component[node]))
  const paths = new PathSearch(graph, others)
  let shortest: number[] | null = null
  let below = Infinity
  for (let edge = 0; edge < graph.edges && below > SHORTEST && paths.work < MOST_WORK; edge++) {
    if ((graph.kind(edge) & first) === 0) continue
    const from = graph.from(edge)
    const to = graph.to(edge)
    if (component[from] !== component[to] || left.has(component[from])) continue
    const path = paths.find(to, from, below - (graph.isPlace(to) ? 1 : 2))
    if (path === null) continue
    shortest = [edge, ...path]
    below = shortest.filter((each) => !graph.isPlace(graph.to(each))).length
  }
  return shortest === null ? null : stepsOf(graph, shortest)
}

/** The steps between transactions: places are left out, and what follows in real time follows at once. */
function stepsOf(graph: DependencyGraph, edges: readonly number[]): Dependency[] {
  const steps: Dependency[] = []
  for (const edge of edges) {
    const step = graph.dependency(edge)
    const last = steps.at(-1)
    const continues = step.kind === DEPENDENCY.pass || (step.kind === realtime && last?.kind === realtime)
    if (last !== undefined && continues) steps[steps.length - 1] = { ...last, to: step.to }
    else steps.push(step)
  }
  return steps
}
