import { ms } from '../../lib/units.ts'
import { counter, gauge, sample } from '../../measure/metric.ts'
import { choice, number, toggle, type ValuesOf } from '../../schema/parameter.ts'

export const MEMBER_PARAMS = {
  role: choice({
    title: 'Role',
    doc: 'The coordinator takes requests and asks the participants; it is the first member of the document.',
    options: { coordinator: 'coordinator', participant: 'participant' },
    default: 'participant',
  }),
  protocol: choice({
    title: 'Protocol',
    doc: 'Coordinator: how new transactions are brought to an end. Those under way end as they began.',
    options: {
      'two-phase': 'two-phase commit',
      'three-phase': 'three-phase commit',
      saga: 'saga with compensations',
    },
    default: 'two-phase',
  }),
  voteTimeoutMs: number({
    title: 'Vote timeout',
    doc: 'Coordinator: a participant that has not answered by then counts as a no; a step that has not four times, as failed.',
    default: 800,
    min: 10,
    max: 600_000,
    unit: 'ms',
    scale: 'log',
  }),
  logsDecision: toggle({
    title: 'Logs its decision',
    doc: 'Coordinator, two phases: a commit is in the log before it is told. Off: a crash forgets it, and it presumes an abort.',
    default: true,
  }),
  retriesCompensations: toggle({
    title: 'Retries compensations',
    doc: 'Coordinator, sagas: a compensation is sent until it is confirmed. Off: once.',
    default: true,
  }),
  workMs: number({
    title: 'Work',
    doc: 'Mean time of the local part of a transaction: what can be undone until the outcome is known.',
    default: 5,
    max: 10_000,
    unit: 'ms',
    scale: 'log',
  }),
  refuseShare: number({
    title: 'Refuses',
    doc: 'How often it cannot do its part, for reasons of its own.',
    default: 0.02,
    max: 1,
    unit: '',
  }),
  patienceMs: number({
    title: 'Patience',
    doc: 'In doubt for so long, it asks; in three phases, it takes over from a silent coordinator.',
    default: 1_500,
    min: 10,
    max: 600_000,
    unit: 'ms',
    scale: 'log',
  }),
  roundTripMs: number({
    title: 'Longest round trip',
    doc: 'Three phases: who does not answer within it is taken for dead.',
    default: 400,
    min: 1,
    max: 60_000,
    unit: 'ms',
    scale: 'log',
  }),
  logsVote: toggle({
    title: 'Logs its vote',
    doc: 'Two phases: a yes is in the log before it is told. Off: a crash forgets it.',
    default: true,
  }),
  onTimeout: choice({
    title: 'Out of patience',
    doc: 'Three phases: finish by what the others know, or abort at once.',
    options: { terminate: 'finish by what the others know', abort: 'abort' },
    default: 'terminate',
  }),
  idempotent: toggle({
    title: 'Idempotent',
    doc: 'Sagas: each step is taken once however often it is asked for. Off: as often as it is asked for.',
    default: true,
  }),
  fsyncMs: number({
    title: 'Flush',
    doc: 'How long a forced record of the log takes.',
    default: 2,
    max: 10_000,
    unit: 'ms',
    scale: 'log',
  }),
} as const

export type MemberParams = ValuesOf<typeof MEMBER_PARAMS>

export const MEMBER_METRICS = {
  voting: gauge('Voting', 'transactions'),
  preCommitting: gauge('Pre-committing', 'transactions'),
  finishing: gauge('Telling the outcome', 'transactions'),
  sagas: gauge('Sagas under way', 'sagas'),
  completed: counter('Sagas completed', 'sagas'),
  compensated: counter('Sagas compensated', 'sagas'),
  abandoned: counter('Sagas left half done', 'sagas'),
  commitTime: sample('Time until a transaction is decided', 'ns'),
  committed: counter('Committed', 'transactions'),
  aborted: counter('Aborted', 'transactions'),
  refused: counter('Refused: key locked, or unable', 'transactions'),
  takenOver: counter('Decided without the coordinator', 'transactions'),
  applied: counter('Steps taken', 'steps'),
  reverted: counter('Steps taken back', 'steps'),
  locked: gauge('Keys locked', 'keys'),
  inDoubt: gauge('In doubt', 'transactions'),
  blockedFor: gauge('Longest in doubt', 'ns'),
  doubtTime: sample('Time in doubt', 'ns'),
} as const

const RESEND = ms(400)
const SAGA_TRIES = 4

/** The parameters' times as the machines need them. */
export const timesOf = ({ patienceMs, roundTripMs, voteTimeoutMs }: MemberParams) => ({
  patienceNanos: ms(patienceMs),
  roundTripNanos: ms(roundTripMs),
  voteTimeoutNanos: ms(voteTimeoutMs),
  resendNanos: Math.min(RESEND, ms(voteTimeoutMs)),
  tries: SAGA_TRIES,
})
