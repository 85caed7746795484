import { s } from '../../lib/units.ts'
import { defineInvariant } from '../define-invariant.ts'
import { liveRegisters, writtenValue, type Answered, type ClientAsk } from '../live-registers.ts'
import { RecentMost } from '../recent-most.ts'
import { WriteHistory } from '../write-history.ts'

/** The share of stale reads is that of so long. */
const WINDOW = s(2)

interface State {
  history: WriteHistory
  /** Reads of the last while: when, and whether stale. */
  reads: { at: number; stale: boolean }[]
  stale: number
  age: RecentMost
}

export const invariant = defineInvariant<State>({
  name: 'linearizable',
  title: 'Every read shows the latest write',
  doc: 'Each read and write of a key seems to happen at one moment between its beginning and its end (linearizability), judged exactly by the zones of its values.',
  start: () => ({ history: new WriteHistory(), reads: [], stale: 0, age: new RecentMost() }),
  on: {
    'client-ask'(_state, fact: ClientAsk, _node, ctx) {
      liveRegisters(ctx).ask(fact, ctx)
      return undefined
    },
    'client-answer'(state, fact: Answered, _node, ctx) {
      const findings = liveRegisters(ctx).answer(fact, ctx)
      if (findings === null) return undefined
      note(state, fact, ctx.now)
      return findings.linearizable
    },
  },
  readings: {
    staleShare: {
      title: 'Stale reads, of those of two seconds',
      unit: '%',
      read(state, { now }) {
        forget(state, now)
        return state.reads.length === 0 ? 0 : state.stale / state.reads.length
      },
    },
    staleAge: { title: 'Oldest stale read', unit: 'ns', read: ({ age }, { now }) => age.read(now) },
  },
})

/** A read is stale when what it returned had been replaced, for all to see, before it began. */
function note(state: State, fact: Answered, now: number): void {
  const { client, key, op, value, intendedAt } = fact
  if (op === 'write')
    return state.history.acknowledged(key, {
      client,
      value: writtenValue(fact),
      askedAt: intendedAt,
      ackedAt: now,
    })
  const old = Array.isArray(value) ? null : state.history.overwritten(key, value)
  const stale = old !== null && old.by.ackedAt < intendedAt
  if (stale) state.age.note(now, intendedAt - old.by.ackedAt)
  state.reads.push({ at: now, stale })
  if (stale) state.stale++
}

function forget(state: State, now: number): void {
  const keep = state.reads.findIndex(({ at }) => at > now - WINDOW)
  const gone = state.reads.splice(0, keep === -1 ? state.reads.length : keep)
  for (const { stale } of gone) if (stale) state.stale--
}
