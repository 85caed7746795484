import type { Switch } from '../../schema/design.ts'

const limiters = (values: Record<string, number | string | boolean>) => ({ 'kind:rate-limiter': values })

/** The strategies that can be flipped while it runs; each has a setting that fails. */
export const SWITCHES: Record<string, Switch> = {
  algorithm: {
    title: 'Algorithm',
    doc: 'How requests are counted against the limit.',
    default: 'token-bucket',
    options: {
      'token-bucket': { title: 'Token bucket', set: limiters({ algorithm: 'token-bucket' }) },
      gcra: { title: 'GCRA', set: limiters({ algorithm: 'gcra' }) },
      'leaky-bucket': { title: 'Leaky bucket', set: limiters({ algorithm: 'leaky-bucket' }) },
      'fixed-window': {
        title: 'Fixed window',
        set: limiters({ algorithm: 'fixed-window' }),
        naive: 'Admits twice the limit around a window’s edge.',
      },
      'sliding-log': { title: 'Sliding log', set: limiters({ algorithm: 'sliding-log' }) },
      'sliding-counter': { title: 'Sliding counter', set: limiters({ algorithm: 'sliding-counter' }) },
      'sliding-log-merged': {
        title: 'Sliding log, merged',
        set: limiters({ algorithm: 'sliding-log-merged' }),
        naive: 'Counts requests of one instant as one, as the source’s script does.',
      },
    },
  },
  placement: {
    title: 'Counters',
    doc: 'Where the counters are and who decides.',
    default: 'central',
    options: {
      central: { title: 'Store, atomic', set: limiters({ placement: 'central' }) },
      'read-write': {
        title: 'Store, read then write',
        set: limiters({ placement: 'read-write' }),
        naive: 'Concurrent updates are lost, so more is admitted than the limit.',
      },
      leased: { title: 'Store, leased', set: limiters({ placement: 'leased' }) },
      split: { title: 'Each server a share', set: limiters({ placement: 'split' }) },
      local: {
        title: 'Each server all of it',
        set: limiters({ placement: 'local' }),
        naive: 'Three servers admit three times the limit.',
      },
    },
  },
  subjects: {
    title: 'Charged to',
    doc: 'Whose counters a request is charged to.',
    default: 'client',
    options: {
      client: { title: 'The client', set: limiters({ subjects: 'client' }) },
      plan: { title: 'The plan', set: limiters({ subjects: 'plan' }) },
      dimensions: { title: 'User, key, address, all', set: limiters({ subjects: 'dimensions' }) },
      global: {
        title: 'Everybody together',
        set: limiters({ subjects: 'global' }),
        naive: 'The abuser uses up what was meant for all.',
      },
    },
  },
  charging: {
    title: 'Several counters',
    doc: 'What happens to earlier counters when a later one rejects.',
    default: 'all-or-nothing',
    options: {
      'all-or-nothing': { title: 'All or nothing', set: limiters({ charging: 'all-or-nothing' }) },
      'in-order': {
        title: 'In order',
        set: limiters({ charging: 'in-order' }),
        naive: 'Users are charged for requests that their address limit turned away.',
      },
    },
  },
  storeFailure: {
    title: 'Counters unreachable',
    doc: 'What happens when the store does not answer.',
    default: 'closed',
    options: {
      closed: { title: 'Fail closed', set: limiters({ storeFailure: 'closed' }) },
      open: {
        title: 'Fail open',
        set: limiters({ storeFailure: 'open' }),
        naive: 'Without counters everybody is admitted, the abuser first.',
      },
    },
  },
  time: {
    title: 'Clock',
    doc: 'Whose clock the script goes by.',
    default: 'store',
    options: {
      store: { title: 'The store’s', set: limiters({ timeFromServer: false }) },
      server: {
        title: 'The asking server’s',
        set: limiters({ timeFromServer: true }),
        naive: 'A server whose clock runs ahead earns tokens before their time.',
      },
    },
  },
  clients: {
    title: 'Abuser’s manners',
    doc: 'Whether the abuser waits when told to.',
    default: 'ignores',
    options: {
      ignores: { title: 'Ignores Retry-After', set: { abuser: { obeyRetryAfter: false } } },
      obeys: { title: 'Obeys Retry-After', set: { abuser: { obeyRetryAfter: true } } },
    },
  },
}
