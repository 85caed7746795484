import { choice, integer, number, toggle } from '../../schema/parameter.ts'
import { SHAPE_PARAMETER } from '../work-shape.ts'

export const SERVICE_PARAMETERS = {
  workers: integer({
    title: 'Workers',
    doc: 'Requests worked on at once.',
    default: 8,
    min: 1,
    max: 1e5,
    unit: 'workers',
    scale: 'log',
  }),
  queueLimit: integer({
    title: 'Queue limit',
    doc: 'Requests that may wait for a worker; more are turned away.',
    default: 1000,
    unit: 'requests',
  }),
  serviceMs: number({
    title: 'Service time',
    doc: 'Mean work that a request costs.',
    default: 5,
    max: 1e6,
    unit: 'ms',
    scale: 'log',
  }),
  variation: number({
    title: 'Variation',
    doc: 'Squared coefficient of variation of the work: 0 constant, 1 exponential, more has a longer tail.',
    default: 1,
    max: 100,
    unit: '',
  }),
  shape: SHAPE_PARAMETER,
  discipline: choice({
    title: 'Queue order',
    doc: 'Who is served first when several wait; sharing: nobody waits, all get slower.',
    options: {
      fifo: 'first come, first served',
      lifo: 'last come, first served',
      priority: 'by priority',
      sharing: 'all at once, sharing the workers',
    },
    default: 'fifo',
  }),
  dropExpired: toggle({
    title: 'Drop expired work',
    doc: 'Does not begin work whose deadline has passed, since nobody waits for it.',
    default: false,
  }),
  calls: choice({
    title: 'Calls',
    doc: 'How it asks what it depends on, once its own work is done.',
    options: { 'in-turn': 'each in turn', parallel: 'all at once' },
    default: 'in-turn',
  }),
  workerWaits: toggle({
    title: 'A thread a request',
    doc: 'The worker stays with a request while that waits for others; otherwise it does other work.',
    default: false,
  }),
} as const
