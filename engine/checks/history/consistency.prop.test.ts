import { describe, expect, it } from 'vitest'
import { RandomStream } from '../../lib/random.ts'
import { historyModelNamed } from './catalogue.ts'
import { checkHistory } from './check-history.ts'
import type { HistoryEvent } from './history-event.ts'
import { RegisterZones } from './registers/register-zones.ts'
import { sessionsOnly, storeHistory } from './store-model.bed.ts'

const verdictOf = (model: string, events: readonly HistoryEvent[]) =>
  checkHistory(historyModelNamed(model), events).verdict

/** Small histories of one key, with operations that overlap and answers that may be wrong. */
function randomHistory(seed: number, processes: number, keys: number): HistoryEvent[] {
  const random = new RandomStream(seed, 'history')
  const events: HistoryEvent[] = []
  const open = new Map<number, { f: string; key: number; value: number }>()
  const written: number[][] = Array.from({ length: keys }, () => [])
  for (let step = 1; step <= 9; step++) {
    const process = random.below(processes)
    const running = open.get(process)
    const line = events.length + 1
    if (running === undefined) {
      const f = random.chance(0.5) ? 'write' : 'read'
      const key = random.below(keys)
      open.set(process, { f, key, value: step })
      if (f === 'write') written[key].push(step)
      events.push({ line, process, type: 'invoke', f, key, ...(f === 'write' ? { value: step } : {}) })
    } else {
      const { f, key } = running
      const seen = written[key]
      const value =
        f === 'write'
          ? undefined
          : seen.length === 0 || random.chance(0.2)
            ? null
            : seen[random.below(seen.length)]
      events.push({ line, process, type: 'ok', f, key, value })
      open.delete(process)
    }
  }
  return events
}

/** Every order of the completed operations, tried in turn. */
function anyOrder(events: readonly HistoryEvent[]): boolean {
  const byProcess = new Map<unknown, { f: string; key: unknown; value: unknown }[]>()
  const open = new Map<unknown, HistoryEvent>()
  const done: { process: unknown; f: string; key: unknown; value: unknown }[] = []
  for (const event of events)
    if (event.type === 'invoke') open.set(event.process, event)
    else {
      const { f, key, value } = open.get(event.process)!
      open.delete(event.process)
      done.push({ process: event.process, f, key, value: f === 'write' ? value : (event.value ?? null) })
    }
  for (const one of done) byProcess.set(one.process, [...(byProcess.get(one.process) ?? []), one])
  const unknown = [...open.values()].filter(({ f }) => f === 'write')
  const lines = [
    ...byProcess.values(),
    ...unknown.map(({ f, key, value }) => [{ f, key, value, maybe: true }]),
  ]
  const places = lines.map(() => 0)
  const values = new Map<unknown, unknown>()
  const go = (): boolean => {
    if (lines.every((line, i) => places[i] === line.length || 'maybe' in line[0])) return true
    for (const [i, line] of lines.entries()) {
      const next = line[places[i]]
      if (next === undefined) continue
      const before = values.get(next.key) ?? null
      if (next.f === 'read' && before !== next.value) continue
      places[i]++
      if (next.f === 'write') values.set(next.key, next.value)
      if (go()) return true
      places[i]--
      values.set(next.key, before)
    }
    return false
  }
  return go()
}

describe('sequential consistency', { timeout: 60_000 }, () => {
  it('agrees with trying every order', () => {
    const counts = { holds: 0, violated: 0 }
    for (let seed = 1; seed <= 1_500; seed++) {
      const events = randomHistory(seed, 3, 2)
      const expected = anyOrder(events) ? 'holds' : 'violated'
      expect({ seed, verdict: verdictOf('sequential', events) }).toEqual({ seed, verdict: expected })
      counts[expected]++
    }
    expect(Math.min(counts.holds, counts.violated)).toBeGreaterThan(50)
  })
  it('holds wherever one log is read from replicas by sessions that do not go back', () => {
    for (let seed = 1; seed <= 20; seed++) {
      const events = sessionsOnly(storeHistory({ seed, kind: 'log', steps: 400 }))
      expect({ seed, verdict: verdictOf('sequential', events) }).toEqual({ seed, verdict: 'holds' })
    }
  })
})

describe('zones of a register', { timeout: 60_000 }, () => {
  it('agree with the search for a linearization', () => {
    const counts = { holds: 0, violated: 0 }
    for (let seed = 1; seed <= 3_000; seed++) {
      const events = randomHistory(seed, 3, 1).map(({ key: _key, ...event }) => event)
      const zones = new RegisterZones()
      const asked = new Map<unknown, { value: unknown; at: number }>()
      let broken = false
      for (const [at, { type, process, f, value }] of events.entries()) {
        if (type === 'invoke') {
          asked.set(process, { value, at })
          if (f === 'write') zones.asked(value, at)
        } else {
          const { at: from, value: written } = asked.get(process)!
          const found =
            f === 'write' ? zones.wrote(written, from, at, '') : zones.read(value ?? null, from, at, '')
          broken ||= found !== null
        }
      }
      const verdict = verdictOf('register', events) as 'holds' | 'violated'
      expect({ seed, broken }).toEqual({ seed, broken: verdict === 'violated' })
      counts[verdict]++
    }
    expect(Math.min(counts.holds, counts.violated)).toBeGreaterThan(200)
  })
})

describe('the order of strength', { timeout: 60_000 }, () => {
  const MODELS = ['causal', 'read-your-writes', 'monotonic-reads', 'monotonic-writes', 'writes-follow-reads']
  it('what is sequential is causal, and what is causal keeps the session guarantees', () => {
    const seen = { sequential: 0, causal: 0 }
    for (let seed = 1; seed <= 120; seed++) {
      const delivery = (['causal', 'in order', 'any'] as const)[seed % 3]
      const kind = seed % 5 === 0 ? 'log' : 'peers'
      const events = sessionsOnly(
        storeHistory({
          seed,
          kind,
          delivery,
          steps: 50,
          homes: seed % 2 === 0,
          sessions: { reads: seed % 4 > 0 },
        }),
      )
      const verdicts = MODELS.map((model) => verdictOf(model, events))
      if (verdictOf('sequential', events) === 'holds') {
        seen.sequential++
        expect({ seed, verdicts }).toEqual({ seed, verdicts: MODELS.map(() => 'holds') })
      }
      if (verdicts[0] === 'holds') seen.causal++
      expect({
        seed,
        weaker: verdicts[0] === 'violated' || verdicts.every((verdict) => verdict === 'holds'),
      }).toEqual({ seed, weaker: true })
    }
    expect(seen.sequential).toBeGreaterThan(10)
    expect(seen.causal).toBeGreaterThan(seen.sequential)
  })
})
