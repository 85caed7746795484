import { us } from '../../lib/units.ts'
import { counter, gauge } from '../../measure/metric.ts'
import { number, toggle } from '../../schema/parameter.ts'
import { defineService } from '../define-service.ts'
import type { GuardedWrite, GuardedWriteFact } from './protocol.ts'

/** By lock: the newest token that was seen. */
type Tokens = Map<string, number>

/** Storage that only the holder of a lock may write to, and that can tell an old holder from the present one. */
export const service = defineService({
  kind: 'guarded-resource',
  title: 'Guarded storage',
  summary: 'Takes writes from whoever holds a lock; with fencing it turns away who has lost it.',
  group: 'data',
  icon: 'shield-check',
  understands: ['guarded-writes'],
  ports: {},
  params: {
    fencing: toggle({
      title: 'Fencing',
      doc: 'A write with an older token than the newest seen is turned away. Off: whoever believes to hold the lock writes.',
      default: true,
    }),
    writeMicros: number({
      title: 'Write',
      doc: 'Work for a write.',
      default: 500,
      max: 1e6,
      unit: 'µs',
      scale: 'log',
    }),
  },
  metrics: {
    accepted: counter('Writes', 'writes'),
    stale: counter('Turned away: token too old', 'writes'),
    newest: gauge('Newest token', ''),
  },
  headline: { accepted: 'Writes', stale: 'Fenced' },
  stations: { processor: { title: 'Writer', servers: 1, queueLimit: 1_000 } },
  durable: (): Tokens => new Map(),
  start: (_setup, tokens) => tokens,
  on: {
    request: (_tokens, call, ctx) => ctx.serve(call, us(ctx.params.writeMicros), 'processor'),
    served(tokens, call, ctx) {
      const { lock, token, worker } = call.body as GuardedWrite
      const newest = tokens.get(lock) ?? 0
      const accepted = !ctx.params.fencing || token >= newest
      ctx.fact('guarded-write', {
        lock,
        token,
        worker,
        accepted,
        atNanos: ctx.now,
      } satisfies GuardedWriteFact)
      if (!accepted) {
        ctx.count('stale')
        return ctx.fail(call, 'stale-token')
      }
      tokens.set(lock, Math.max(newest, token))
      ctx.count('accepted')
      ctx.gauge('newest', token)
      ctx.reply(call)
    },
  },
  inspect: (tokens) => ({
    view: 'tokens',
    locks: [...tokens].map(([lock, newestToken]) => ({ lock, newestToken })),
  }),
  calibration: {
    models: 'One writer that keeps, for each lock, the newest fencing token it has seen, across crashes.',
    constants: [
      { name: 'writeMicros', value: '500 µs', source: 'order of magnitude of a small durable write' },
    ],
    leavesOut: 'What is written.',
  },
})
