import { choice, number, toggle } from '../../schema/parameter.ts'

export const ROUTER_PARAMS = {
  reads: choice({
    title: 'Reads',
    doc: 'Where reads go: to the nearest replica that is up, or to whoever takes writes.',
    options: { local: 'the nearest replica', leader: 'who takes writes' },
    default: 'local',
  }),
  spread: choice({
    title: 'Spread',
    doc: 'Whether a user keeps to one of the replicas nearby, or is sent to whichever is next.',
    options: { user: 'a replica for each user', turn: 'all in turn' },
    default: 'user',
  }),
  sessions: toggle({
    title: 'Sessions',
    doc: 'What users have seen goes along with their requests, and replicas that have not got so far make them wait.',
    default: false,
  }),
  probeMs: number({
    title: 'Health check',
    doc: 'How often replicas and other routers are asked how they are.',
    default: 200,
    min: 10,
    max: 60_000,
    unit: 'ms',
    scale: 'log',
  }),
  deadAfterMs: number({
    title: 'Dead after',
    doc: 'Who has not answered a health check for this long is not asked; three checks at the least.',
    default: 900,
    min: 20,
    max: 600_000,
    unit: 'ms',
    scale: 'log',
  }),
  waitMs: number({
    title: 'Waits',
    doc: 'How long a request is kept while nobody can take it.',
    default: 1_000,
    max: 60_000,
    unit: 'ms',
  }),
  attemptMs: number({
    title: 'Attempt',
    doc: 'How long one attempt may take before another replica is tried; a write may have happened then and is not tried again.',
    default: 1_500,
    min: 1,
    max: 600_000,
    unit: 'ms',
    scale: 'log',
  }),
} as const
