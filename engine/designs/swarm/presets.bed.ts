import type { RandomStream } from '../../lib/random.ts'
import { s } from '../../lib/units.ts'
import type { Design } from '../../schema/design.ts'
import type { Action, Command, FaultPlace } from '../../schema/document.ts'
import type { ParameterValue } from '../../schema/parameter.ts'

/** Faults strike between these instants, in seconds, and are all lifted at the end. */
export const FAULTS_FROM = 1
export const FAULTS_UNTIL = 6
const LASTS_MOST = 2.5

interface Strike {
  fault: string
  on: FaultPlace
  params?: Record<string, ParameterValue>
}
type Draw = (design: Design, random: RandomStream) => Strike

const pick = <T>(items: readonly T[], random: RandomStream): T => items[random.below(items.length)]

/** Any node but the people. */
const server: (design: Design, random: RandomStream) => FaultPlace = ({ document }, random) => ({
  node: pick(
    Object.keys(document.nodes).filter((id) => document.nodes[id].kind !== 'client'),
    random,
  ),
})
const edge: typeof server = ({ document }, random) => ({ edge: pick(document.edges, random).id })

const crash: Draw = (design, random) => ({ fault: 'crash', on: server(design, random) })
const pause: Draw = (design, random) => ({ fault: 'pause', on: server(design, random) })
const slow: Draw = (design, random) => ({ fault: 'slow', on: server(design, random) })
const cut: Draw = (design, random) => ({ fault: 'partition', on: edge(design, random) })
const cutOff: Draw = (design, random) => ({ fault: 'partition', on: server(design, random) })
const oneWay: Draw = (design, random) => ({ fault: 'one-way-partition', on: edge(design, random) })
const messages: Draw = (design, random) => ({
  fault: pick(['loss', 'duplication', 'reordering'], random),
  on: edge(design, random),
})
const delay: Draw = (design, random) => ({
  fault: 'delay',
  on: edge(design, random),
  params: { extraMs: pick([5, 50, 500], random) },
})

/** What kinds of faults a run is drawn from; one at a time but for the last. */
const PRESETS: Record<string, { draws: readonly Draw[]; strikes: number; overlap: boolean }> = {
  crashes: { draws: [crash], strikes: 3, overlap: false },
  pauses: { draws: [pause], strikes: 3, overlap: false },
  slowness: { draws: [slow], strikes: 2, overlap: false },
  partitions: { draws: [cut, cutOff], strikes: 3, overlap: false },
  'one way': { draws: [oneWay], strikes: 3, overlap: false },
  messages: { draws: [messages], strikes: 4, overlap: false },
  delays: { draws: [delay], strikes: 3, overlap: false },
  everything: {
    draws: [crash, pause, slow, cut, oneWay, messages, delay],
    strikes: 5,
    overlap: true,
  },
}
export const PRESET_NAMES: readonly string[] = Object.keys(PRESETS)

/** Faults of a preset at random places and times, each lifted again, in time order. */
export function drawFaults(name: string, design: Design, random: RandomStream): Command[] {
  const { draws, strikes, overlap } = PRESETS[name]
  const slot = (FAULTS_UNTIL - FAULTS_FROM) / strikes
  const commands = Array.from({ length: strikes }, (_, i): Command[] => {
    const room = overlap ? LASTS_MOST : Math.min(slot, LASTS_MOST)
    const from = FAULTS_FROM + i * slot + random.uniform() * room * 0.3
    const until = Math.min(FAULTS_UNTIL, from + room * (0.2 + 0.5 * random.uniform()))
    const id = `${name}-${i}`
    const inject: Action = { do: 'inject', id, ...pick(draws, random)(design, random) }
    return [
      { atNanos: s(from), action: inject },
      { atNanos: s(until), action: { do: 'lift', id } },
    ]
  })
  return commands.flat().sort((a, b) => a.atNanos - b.atNanos)
}
