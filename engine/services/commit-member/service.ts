import { ms, toMs } from '../../lib/units.ts'
import { defineService, type Call } from '../define-service.ts'
import { memberDisk } from './disk.ts'
import { MemberState, PHASES, type MemberContext } from './member-state.ts'
import { MEMBER_METRICS, MEMBER_PARAMS } from './params.ts'
import { perform, performSaga } from './perform.ts'
import type { CommitEnvelope } from './protocol.ts'

const TICK = ms(20)

/** One of those who do all of something or nothing: the coordinator, or a participant. */
export const service = defineService({
  kind: 'commit-member',
  title: 'Commit member',
  summary: 'Coordinates, or takes part in, transactions over several services: two phases, three, or a saga.',
  group: 'coordination',
  icon: 'handshake',
  understands: ['orders'],
  ports: { peers: { title: 'members', edges: 'any', peers: true } },
  params: MEMBER_PARAMS,
  metrics: MEMBER_METRICS,
  headline: { committed: 'Committed', inDoubt: 'In doubt', blockedFor: 'Blocked' },
  stations: {
    workers: { title: 'Workers', servers: 8, queueLimit: 1_000 },
    log: { title: 'Log', servers: 1 },
  },
  durable: memberDisk,
  start(setup, disk) {
    // What a naive participant told without logging it went with the process.
    for (const [txn, { state }] of disk.twoPhase.participant.records)
      if (state === 'ready' && !setup.params.logsVote) disk.twoPhase.participant.records.delete(txn)
    return new MemberState(setup, disk)
  },
  begin(state, ctx) {
    state.tick = ctx.timer('tick', TICK)
  },
  on: {
    request: (state, call, ctx) => begin(state, call, ctx),
    message(state, payload, _link, from, ctx) {
      const member = state.place.memberOf.get(from)
      if (member !== undefined) receive(state, payload as CommitEnvelope, member, ctx)
    },
    params: (state, ctx) => state.configure(ctx.params),
  },
  timers: {
    tick(state, _argument, ctx) {
      for (const protocol of PHASES) {
        if (state.place.self === 0)
          perform(state, protocol, state.coordinators[protocol].tick(ctx.monotonic), ctx)
        else perform(state, protocol, state.participants[protocol].tick(ctx.monotonic), ctx)
      }
      if (state.place.self === 0) performSaga(state, state.orchestrator.tick(ctx.monotonic), ctx)
      measure(state, ctx)
      state.tick!.again(TICK)
    },
  },
  inspect: (state, { params, now }) => ({
    view: 'commit-member',
    role: params.role,
    protocol: params.protocol,
    transactions: state.courses.map(({ txn, protocol, phases }) => ({
      txn,
      protocol,
      phases: phases.map(({ phase, at }) => ({ phase, atMs: toMs(at) })),
    })),
    inDoubt: [...state.doubtSince].map(([txn, since]) => ({ txn, forMs: toMs(now - since) })),
    lockedKeys: [...state.lockedBy.keys()],
    sagas: state.orchestrator.inspect().open.slice(0, 8),
  }),
  calibration: {
    models:
      'The protocols themselves: votes and decisions are forced to the log before they are told, locks are held from the vote until the outcome is known, messages are lost with their links, crashes lose what was not logged.',
    constants: [
      {
        name: 'fsyncMs',
        value: '2 ms',
        source: 'order of magnitude of a log flush to a networked solid-state disk',
      },
      {
        name: 'voteTimeoutMs, patienceMs',
        value: '0.8, 1.5 s',
        source: 'chosen: several round trips between the furthest regions',
      },
      { name: 'tick', value: '20 ms', source: 'chosen: well below every timeout' },
    ],
    leavesOut: 'Read-only participants, trees of coordinators, heuristic decisions by an operator.',
  },
})

function begin(state: MemberState, call: Call, ctx: MemberContext): void {
  if (state.place.self !== 0 || state.others.length === 0) return ctx.fail(call, 'not-understood')
  const { protocol } = ctx.params
  const txn = ++state.disk.issued
  state.disk.keys[protocol].note(txn, call.key)
  state.waiting.set(txn, { call, id: call.id, refused: false })
  if (protocol === 'saga') performSaga(state, state.orchestrator.begin(ctx.monotonic, txn, state.others), ctx)
  else perform(state, protocol, state.coordinators[protocol].begin(ctx.monotonic, txn, state.others), ctx)
}

function receive(state: MemberState, envelope: CommitEnvelope, from: number, ctx: MemberContext): void {
  const coordinates = state.place.self === 0
  if (envelope.type === 'saga') {
    const { message, key } = envelope
    if (coordinates) return performSaga(state, state.orchestrator.receive(ctx.monotonic, message), ctx)
    state.disk.keys.saga.note(message.saga, key)
    if (message.type === 'do' || message.type === 'undo') state.forgetBelow('saga', message.endedBelow)
    const able = !ctx.random('refuse').chance(ctx.params.refuseShare)
    return performSaga(state, state.step.receive(from, message, able), ctx)
  }
  const { protocol, message, key } = envelope
  if (message.type === 'vote' && !message.yes) state.noteRefusal(message.txn)
  if (!coordinates) state.disk.keys[protocol].note(message.txn, key)
  if (message.type === 'prepare') state.forgetBelow(protocol, message.endedBelow)
  const machine = coordinates ? state.coordinators[protocol] : state.participants[protocol]
  perform(state, protocol, machine.receive(ctx.monotonic, from, message), ctx)
}

function measure(state: MemberState, ctx: MemberContext): void {
  const count = (...phases: string[]) => {
    let n = 0
    for (const phase of state.inPhase.values()) if (phases.includes(phase)) n++
    return n
  }
  if (state.place.self === 0) {
    ctx.gauge('voting', count('voting'))
    ctx.gauge('preCommitting', count('pre-committing'))
    ctx.gauge('finishing', count('committing', 'aborting'))
    ctx.gauge('sagas', state.orchestrator.open)
    return
  }
  ctx.gauge('locked', state.lockedBy.size)
  ctx.gauge('inDoubt', state.doubtSince.size)
  const [oldest] = state.doubtSince.values()
  ctx.gauge('blockedFor', oldest === undefined ? 0 : ctx.now - oldest)
}
