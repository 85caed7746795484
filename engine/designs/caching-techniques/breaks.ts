import type { BreakButton } from '../../schema/design.ts'

const CACHES = ['cache-1', 'cache-2', 'cache-3']

/** The faults that this design’s entry names, one click each. */
export const BREAKS: Record<string, BreakButton> = {
  'node dies': {
    title: 'Stop a cache node',
    doc: 'Cache 2 is gone, with all it held: a third of the keys must find another place.',
    actions: [{ do: 'inject', fault: 'crash', id: 'node-dies', on: { node: 'cache-2' } }],
  },
  flush: {
    title: 'Flush all caches',
    doc: 'Every cache node forgets everything at once.',
    actions: [{ do: 'inject', fault: 'flush', id: 'flush', on: { run: true } }],
  },
  'dirty queue': {
    title: 'Let dirty writes pile up',
    doc: 'Writes are acknowledged at once and written behind every five seconds.',
    actions: [
      { do: 'switch', name: 'pattern', to: 'write-behind' },
      ...CACHES.map((node) => ({ do: 'set' as const, node, param: 'flushMs', value: 5_000 })),
    ],
  },
  'dirty crash': {
    title: 'Crash a cache with its dirty writes',
    doc: 'Cache 1 dies. With write-behind, what it had not written is lost.',
    actions: [{ do: 'inject', fault: 'crash', id: 'dirty-crash', on: { node: 'cache-1' } }],
  },
  herd: {
    title: 'Let a herd loose on one key',
    doc: 'Half of all requests are about one key, which expires every five seconds and is not refreshed early.',
    actions: [
      { do: 'switch', name: 'ttl', to: 'short' },
      { do: 'switch', name: 'early', to: 'none' },
      { do: 'inject', fault: 'hot-key', id: 'herd', on: { node: 'users' }, params: { share: 0.5 } },
    ],
  },
  scan: {
    title: 'Report over all records',
    doc: 'A report reads every record once and pushes out what people ask for.',
    actions: [{ do: 'set', node: 'report', param: 'ratePerSecond', value: 200 }],
  },
  'absent keys': {
    title: 'Crawl for absent keys',
    doc: 'The crawler guesses 600 keys a second, none of which exists.',
    actions: [{ do: 'set', node: 'crawler', param: 'ratePerSecond', value: 600 }],
  },
}
