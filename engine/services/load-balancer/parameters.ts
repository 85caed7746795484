import { balancers } from '../../algorithms/balance/catalogue.ts'
import { choice, integer, number } from '../../schema/parameter.ts'

export const BALANCER_PARAMETERS = {
  strategy: choice({
    title: 'Strategy',
    doc: 'How a backend is chosen for each request.',
    options: Object.fromEntries(balancers.map(({ name, title }): [string, string] => [name, title])),
    default: 'round-robin',
  }),
  timeoutMs: number({
    title: 'Timeout',
    doc: 'How long a backend may take before its answer counts as a failure.',
    default: 1000,
    min: 0.001,
    max: 1e9,
    unit: 'ms',
    scale: 'log',
  }),
  otherTries: integer({
    title: 'Other tries',
    doc: 'How often a request that certainly did not happen is given to another backend.',
    default: 0,
    max: 10,
    unit: 'tries',
  }),
  ejectAfter: integer({
    title: 'Eject after',
    doc: 'Failures in a row after which a backend gets no requests for a while; 0 never.',
    default: 5,
    max: 1000,
    unit: 'failures',
  }),
  ejectSeconds: number({
    title: 'Ejected for',
    doc: 'How long, times how often it was ejected without a success in between.',
    default: 10,
    max: 3600,
    unit: 's',
  }),
  ejectedMax: number({
    title: 'Ejected at most',
    doc: 'Share of the backends that may be out at once: when most seem ill, it is not they.',
    default: 0.5,
    max: 1,
    unit: '',
  }),
} as const
