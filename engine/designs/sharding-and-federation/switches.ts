import type { Switch } from '../../schema/design.ts'

type Values = Record<string, number | string | boolean>
const coordinator = (values: Values) => ({ coordinator: values })
const shards = (values: Values) => ({ 'kind:shard': values })
/** The shards too: before anything has happened, the table is laid out anew instead of being moved. */
const strategy = (name: string) => ({ ...coordinator({ strategy: name }), ...shards({ strategy: name }) })

/** The strategies that can be flipped while it runs; another router moves the rows, live. */
export const SWITCHES: Record<string, Switch> = {
  router: {
    title: 'Router',
    doc: 'How the shard of a row is found. Flipped while it runs, the rows move.',
    default: 'hash-ring',
    options: {
      'hash-ring': { title: 'Consistent ring', set: strategy('hash-ring') },
      rendezvous: { title: 'Rendezvous', set: strategy('rendezvous') },
      jump: { title: 'Jump hash', set: strategy('jump') },
      'bounded-load': { title: 'Ring, bounded loads', set: strategy('bounded-load') },
      geographic: { title: 'Geographic', set: strategy('geographic') },
      range: {
        title: 'Ranges',
        set: strategy('range'),
        naive: 'What is popular or new is in one range: one shard works, the others wait.',
      },
      'mod-n': {
        title: 'Hash modulo N',
        set: strategy('mod-n'),
        naive: 'With one shard more, four rows in five move, where one in five would do.',
      },
    },
  },
  migration: {
    title: 'Migration',
    doc: 'How rows are moved. A move that has begun ends as it began.',
    default: 'dual-write',
    options: {
      'dual-write': { title: 'Dual write and backfill', set: coordinator({ method: 'dual-write' }) },
      'stop-the-world': {
        title: 'Stop the world',
        set: coordinator({ method: 'stop-the-world' }),
        naive: 'Rows that move cannot be written until all of them have been copied.',
      },
      'backfill-only': {
        title: 'Backfill only',
        set: coordinator({ method: 'backfill-only' }),
        naive: 'What is written after its row was copied is lost at the cut-over.',
      },
      'cut-over-first': {
        title: 'Cut over first',
        set: coordinator({ method: 'cut-over-first' }),
        naive: 'The new shard serves rows that it does not have yet.',
      },
    },
  },
  replicas: {
    title: 'Replicas per shard',
    doc: 'What replicas are for: a write is acknowledged when a majority has it, and one of them takes over.',
    default: 'two',
    options: {
      two: { title: 'Two, by majority', set: shards({ acknowledge: 'majority', failover: true }) },
      'not-waited-for': {
        title: 'Two, not waited for',
        set: shards({ acknowledge: 'leader', failover: true }),
        naive: 'What the primary has acknowledged and not shipped yet is lost with it.',
      },
      none: {
        title: 'None that takes over',
        set: shards({ acknowledge: 'majority', failover: false }),
        naive: 'When the primary dies, its quarter of the table is gone until it comes back.',
      },
    },
  },
  ownership: {
    title: 'Ownership',
    doc: 'Who makes sure that a row is served by its own shard.',
    default: 'checked',
    options: {
      checked: { title: 'Checked by the shard', set: shards({ checksOwner: true }) },
      trusted: {
        title: 'Trusted to the router',
        set: shards({ checksOwner: false }),
        naive: 'A router that has missed a change reads and writes rows where they no longer are.',
      },
    },
  },
  saga: {
    title: 'Transfers',
    doc: 'What happens when the second step of a transfer is refused.',
    default: 'compensated',
    options: {
      compensated: { title: 'The first is undone', set: { saga: { compensates: true } } },
      forgotten: {
        title: 'Nothing',
        set: { saga: { compensates: false } },
        naive: 'What was taken and could not be given is gone.',
      },
    },
  },
  circuit: {
    title: 'Circuit breaker',
    doc: 'Whether a service that does not answer in time is left alone for a while.',
    default: 'opens',
    options: {
      opens: { title: 'Opens', set: { 'kind:circuit-breaker': { callsMin: 10 } } },
      never: {
        title: 'Never opens',
        set: { 'kind:circuit-breaker': { callsMin: 1_000_000 } },
        naive: 'Every page waits as long as it may for the one service that is slow.',
      },
    },
  },
  pages: {
    title: 'Pages',
    doc: 'What happens to a page when one of its services does not answer.',
    default: 'degraded',
    options: {
      degraded: { title: 'Shown without that part', set: { gateway: { degrades: true } } },
      'all-or-nothing': {
        title: 'All or nothing',
        set: { gateway: { degrades: false } },
        naive: 'Every page fails with the least important of its services.',
      },
    },
  },
}
