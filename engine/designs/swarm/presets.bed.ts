import type { RandomStream } from '../../lib/random.ts'
import { s } from '../../lib/units.ts'
import type { Design } from '../../schema/design.ts'
import type { Action, Command } from '../../schema/document.ts'
import type { ParameterValue } from '../../schema/parameter.ts'
import { clocksOf, disksOf, edgesOf, nodesOf, regionsOf, type Place } from './places.bed.ts'

/** Faults strike between these instants, in seconds, and are all lifted at the end. */
export const FAULTS_FROM = 1
export const FAULTS_UNTIL = 6
const LASTS_MOST = 2.5

/** A fault with all the places of a design that it fits, so that none is drawn in vain. */
interface Draw {
  fault: string
  places: (design: Design) => readonly Place[]
  params?: (random: RandomStream) => Record<string, ParameterValue>
}

const pick = <T>(items: readonly T[], random: RandomStream): T => items[random.below(items.length)]

const onNodes = (fault: string): Draw => ({ fault, places: (design) => nodesOf(design, fault) })
const onEdges = (fault: string): Draw => ({ fault, places: edgesOf })

const crash = onNodes('crash')
const pause = onNodes('pause')
const slow = onNodes('slow')
const cut = onEdges('partition')
const cutOff = onNodes('partition')
const oneWay = onEdges('one-way-partition')
const messages = ['loss', 'duplication', 'reordering'].map(onEdges)
const delay: Draw = {
  ...onEdges('delay'),
  params: (random) => ({ extraMs: pick([5, 50, 500], random) }),
}
const diskLoss: Draw = { fault: 'disk-loss', places: disksOf }
const clockSkew: Draw = { fault: 'clock-skew', places: clocksOf }
const outage: Draw = { fault: 'region-outage', places: regionsOf }
/** Over in an instant, and strikes where a crash does not: connections, contents, who of two leads. */
const instants = ['restart', 'flush', 'failover', 'cut-connections'].map(onNodes)

/** What kinds of faults a run is drawn from; one at a time but for `everything`. */
const PRESETS: Record<string, { draws: readonly Draw[]; strikes: number; overlap: boolean }> = {
  crashes: { draws: [crash], strikes: 3, overlap: false },
  pauses: { draws: [pause], strikes: 3, overlap: false },
  slowness: { draws: [slow], strikes: 2, overlap: false },
  partitions: { draws: [cut, cutOff], strikes: 3, overlap: false },
  'one way': { draws: [oneWay], strikes: 3, overlap: false },
  messages: { draws: messages, strikes: 4, overlap: false },
  delays: { draws: [delay], strikes: 3, overlap: false },
  // One only: a second before the first is made good is more than any of them promises to survive.
  'lost disks': { draws: [diskLoss], strikes: 1, overlap: false },
  clocks: { draws: [clockSkew], strikes: 2, overlap: false },
  outages: { draws: [outage], strikes: 2, overlap: false },
  instants: { draws: instants, strikes: 4, overlap: false },
  everything: {
    draws: [crash, pause, slow, cut, oneWay, ...messages, delay, ...instants, outage],
    strikes: 5,
    overlap: true,
  },
}

/** The presets that have something to strike in a design: not all have regions, or promise to survive a disk. */
export const presetsOf = (design: Design): readonly string[] =>
  Object.keys(PRESETS).filter((name) => drawsOf(name, design).length > 0)

const drawsOf = (name: string, design: Design) =>
  PRESETS[name].draws
    .map(({ fault, places, params }) => ({ fault, places: places(design), params }))
    .filter(({ places }) => places.length > 0)

/** Faults of a preset at random places and times, each lifted again, in time order. */
export function drawFaults(name: string, design: Design, random: RandomStream): Command[] {
  const { strikes, overlap } = PRESETS[name]
  const draws = drawsOf(name, design)
  const slot = (FAULTS_UNTIL - FAULTS_FROM) / strikes
  const commands = Array.from({ length: strikes }, (_, i): Command[] => {
    const room = overlap ? LASTS_MOST : Math.min(slot, LASTS_MOST)
    const from = FAULTS_FROM + i * slot + random.uniform() * room * 0.3
    const until = Math.min(FAULTS_UNTIL, from + room * (0.2 + 0.5 * random.uniform()))
    const id = `${name}-${i}`
    const { fault, places, params } = pick(draws, random)
    const { on, worst } = pick(places, random)
    const drawn = worst === undefined ? params?.(random) : lessThan(worst, random)
    const inject: Action = { do: 'inject', id, fault, on, ...(drawn && { params: drawn }) }
    return [
      { atNanos: s(from), action: inject },
      { atNanos: s(until), action: { do: 'lift', id } },
    ]
  })
  return commands.flat().sort((a, b) => a.atNanos - b.atNanos)
}

/** Up to as bad as the design itself makes it, in either direction. */
const lessThan = (worst: Record<string, number>, random: RandomStream) =>
  Object.fromEntries(
    Object.entries(worst).map(([name, most]) => [name, Math.round(most * (2 * random.uniform() - 1))]),
  )
