import { LossLedger } from '../../algorithms/replication/loss-ledger.ts'
import { s, toSeconds, type Nanos } from '../../lib/units.ts'
import { AcknowledgedKeys } from '../acknowledged-keys.ts'
import { defineInvariant, type CheckContext, type Violation } from '../define-invariant.ts'
import {
  allReplicas,
  inWords,
  shownByAll,
  witnessed,
  type AcknowledgedWrite,
  type NewLeader,
  type ProposedWrite,
  type SeenReplica,
  type Witnessed,
} from '../replicated-store.ts'
import { SettledKeys } from '../settled-keys.ts'

/** Writes of a shipped log that are remembered until all replicas hold them. */
const KEPT = 200_000
const NAMED = 5
/** A leader that was deposed and did not know may have gone on acknowledging; by then it has heard. */
const CALM: Nanos = s(5)

interface State {
  keys: SettledKeys
  /** Of a shipped log. */
  ledger: LossLedger<Witnessed>
  /** Of stores without a leader. */
  acknowledged: AcknowledgedKeys
  /** Keys whose loss has been told. */
  told: Set<number>
  /** Whether anything acknowledged was held against what replicas have, since the last fault; and against the log of a new leader. */
  judged: boolean
  audited: boolean
  lost: number
  recoveryPoint: Nanos
}

const blank = () => ({
  ledger: new LossLedger<Witnessed>(),
  acknowledged: new AcknowledgedKeys(),
  told: new Set<number>(),
})

/**
 * What clients were told is done must not be gone: the recovery point (RPO). A shipped log is audited whenever a replica
 * begins to lead: entries that its log lacks will never come back. Without a leader, keys at rest are looked at.
 */
export const invariant = defineInvariant<State>({
  name: 'no-acknowledged-write-lost',
  title: 'No acknowledged write is lost',
  doc: 'Whoever leads holds every write that was acknowledged before; without a leader, no key at rest falls back behind an acknowledged write.',
  start: () => ({
    ...blank(),
    keys: new SettledKeys(),
    judged: false,
    audited: false,
    lost: 0,
    recoveryPoint: 0,
  }),
  on: {
    'write-proposed'(state, fact: ProposedWrite) {
      if (state.keys.touch(fact)) Object.assign(state, blank())
      if (state.keys.isPresent(fact.generation)) state.acknowledged.propose(fact)
      return undefined
    },
    'write-acknowledged'(state, fact: AcknowledgedWrite, node) {
      if (!state.keys.isPresent(fact.generation)) return undefined
      const write = witnessed(fact, node)
      if (fact.epoch > 0) state.ledger.acknowledge(fact.atNanos, write)
      else state.acknowledged.remember(write)
      return undefined
    },
    'became-leader'(state, fact: NewLeader, node, ctx): Violation | null | undefined {
      if (!state.keys.isPresent(fact.generation)) return undefined
      const leader = allReplicas(ctx).find(({ id }) => id === node)!
      return audit(state, leader, fact.epoch)
    },
  },
  everyNanos: s(1),
  check(state, ctx) {
    // What was found before a fault says nothing about what the fault has left behind.
    if (ctx.calmNanos < CALM && ctx.calmNanos < ctx.now) state.judged = false
    return auditLog(state, ctx) ?? auditKeys(state, ctx)
  },
  conclusive: ({ judged, audited }) => judged || audited,
  needs: SettledKeys.NEEDS,
  readings: {
    lostWrites: {
      title: 'Acknowledged writes lost (RPO)',
      unit: 'writes',
      read: ({ lost }) => lost,
    },
    recoveryPoint: {
      title: 'Time whose writes were lost (RPO)',
      unit: 's',
      read: ({ recoveryPoint }) => toSeconds(recoveryPoint),
    },
  },
})

/** Holds everything acknowledged against the log of who leads. */
function audit(state: State, { id, state: { hosted } }: SeenReplica, epoch: number): Violation | null {
  state.audited ||= state.ledger.size > 0
  const { lost, recoveryPointNanos } = state.ledger.audit(hosted)
  if (lost.length === 0) return null
  state.lost += lost.length
  state.recoveryPoint = Math.max(state.recoveryPoint, recoveryPointNanos)
  const span = toSeconds(recoveryPointNanos).toFixed(2)
  return {
    says: `${id}, which leads epoch ${epoch}, lacks ${writes(lost.length)}: ${span} s of them are lost.`,
    operations: named(lost),
    nodes: [...new Set([...lost.map(({ node }) => node), id])],
  }
}

/** What all replicas hold cannot be lost any more, whoever leads next; what is left when all is calm is looked at again. */
function auditLog(state: State, ctx: CheckContext): Violation | null {
  if (!state.keys.isShared(ctx)) return null
  const replicas = allReplicas(ctx)
  // All that is acknowledged in a log is held against the logs of all.
  if (ctx.calmNanos >= CALM) state.judged ||= state.ledger.size > 0
  const left = state.ledger.forgetHeldBy(replicas.map(({ state: { hosted } }) => hosted))
  state.ledger.keepNewest(KEPT)
  if (left === 0 || ctx.calmNanos < CALM) return null
  const leader = replicas.find(({ id, state: { leadership } }) => ctx.isUp(id) && leadership.writable)
  return leader === undefined ? null : audit(state, leader, leader.state.leadership.epoch)
}

/** Without a leader: of the keys at rest, none may show less than was acknowledged. */
function auditKeys(state: State, ctx: CheckContext): Violation | null {
  const keys = state.acknowledged.isEmpty ? [] : state.keys.settled(ctx)
  const replicas = keys.length === 0 ? [] : shownByAll(ctx)
  state.judged ||= replicas.length > 0
  for (const key of keys) {
    if (state.told.has(key)) continue
    for (const { id, shows } of replicas) {
      const shown = shows(key)
      const { count, writes: lost } = state.acknowledged.lostOf(key, shown)
      if (count === 0) continue
      state.told.add(key)
      state.lost += count
      return {
        says: `${id} shows ${String(shown ?? 'nothing')} for key ${key}, which lacks ${writes(count)}.`,
        operations: named(lost),
        nodes: [id, lost[0].node],
      }
    }
  }
  return null
}

const writes = (count: number) => (count === 1 ? 'an acknowledged write' : `${count} acknowledged writes`)

function named(lost: readonly Witnessed[]): string[] {
  const lines = lost.slice(0, NAMED).map(inWords)
  return lost.length > NAMED ? [...lines, `… and ${lost.length - NAMED} more`] : lines
}
