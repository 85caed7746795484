import type { Switch } from '../../schema/design.ts'

type Values = Record<string, number | string | boolean>
const servers = (values: Values) => ({ 'kind:tiered-app': values })

/** The strategies that can be flipped while it runs. */
export const SWITCHES: Record<string, Switch> = {
  levels: {
    title: 'Levels',
    doc: 'Where a server looks before it asks the database.',
    default: 'both',
    options: {
      both: { title: 'Multi-level', set: servers({ levels: 'both' }) },
      local: {
        title: 'Local only',
        set: servers({ levels: 'local' }),
        naive: 'Each server misses for itself: the database gets every server’s misses.',
      },
      global: {
        title: 'Global only',
        set: servers({ levels: 'global' }),
        naive: 'Every read pays for the network, and all of them meet at one node.',
      },
    },
  },
  invalidation: {
    title: 'Invalidation',
    doc: 'How servers learn that their copies were overwritten.',
    default: 'pub-sub',
    options: {
      'pub-sub': {
        title: 'Published message',
        set: servers({ invalidation: 'pub-sub', staleSecondsMax: 7 }),
      },
      'version-stamp': {
        title: 'Version stamps',
        set: servers({ invalidation: 'version-stamp', staleSecondsMax: 1.5 }),
      },
      ttl: { title: 'Expiry only', set: servers({ invalidation: 'ttl', staleSecondsMax: 7 }) },
      manual: {
        title: 'The writer clears its own',
        set: servers({ invalidation: 'manual', staleSecondsMax: 1.5 }),
        naive: 'The other servers are not told: what one user has written, another does not see for seconds.',
      },
    },
  },
  expiry: {
    title: 'Expiry of own copies',
    doc: 'How long a copy counts in a server’s memory.',
    default: 'usual',
    options: {
      usual: { title: '5 s', set: servers({ ttlSeconds: 5 }) },
      never: {
        title: 'Never',
        set: servers({ ttlSeconds: 0 }),
        naive: 'A copy whose invalidation was lost is served for good.',
      },
    },
  },
  absence: {
    title: 'Negative caching',
    doc: 'Whether caches remember that the database has nothing under a key.',
    default: 'on',
    options: {
      on: {
        title: 'For 5 s',
        set: { 'kind:tiered-app': { negativeTtlSeconds: 5 }, 'kind:cache': { negativeTtlSeconds: 5 } },
      },
      off: {
        title: 'Off',
        set: { 'kind:tiered-app': { negativeTtlSeconds: 0 }, 'kind:cache': { negativeTtlSeconds: 0 } },
        naive: 'Every reader of a dead link asks the database again.',
      },
    },
  },
  lookup: {
    title: 'What counts as a hit',
    doc: 'How the code tells a hit from a miss.',
    default: 'presence',
    options: {
      presence: { title: 'Anything cached', set: servers({ lookup: 'presence' }) },
      truthiness: {
        title: 'if value: (the source’s code)',
        set: servers({ lookup: 'truthiness' }),
        naive: 'Zero, empty and absent are never found, however often they were cached.',
      },
    },
  },
}
