import fc from 'fast-check'
import { expect, test } from 'vitest'
import { RevisionMap } from './revision-map.ts'
import { WatchHub, type WatchOutput } from './watch-hub.ts'

type Step =
  | { readonly do: 'put'; readonly key: string }
  | { readonly do: 'compact' }
  | { readonly do: 'open'; readonly watcher: number; readonly stream: number }
  | { readonly do: 'away'; readonly watcher: number }

const steps: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('put' as const),
      key: fc.constantFrom('flag/1', 'flag/2', 'lock/1'),
    }),
  },
  fc.constant({ do: 'compact' as const }),
  fc.record({ do: fc.constant('open' as const), watcher: fc.nat(3), stream: fc.nat(1) }),
  fc.record({ do: fc.constant('away' as const), watcher: fc.nat(3) }),
)

/** Four watchers who come and go on two connections; what they make of what they are told. */
function watch(all: readonly Step[], tellsCompaction: boolean) {
  const map = new RevisionMap()
  const hub = new WatchHub(map, 'flag/', tellsCompaction)
  const seen = [0, 0, 0, 0]
  const on: (number | null)[] = [null, null, null, null]
  const got: number[][] = [[], [], [], []]
  const ofFlags: number[] = []
  const skipped: number[][] = [[], [], [], []]
  const hear = ({ stream, message }: WatchOutput) => {
    for (const watcher of message.watchers ?? on.flatMap((at, each) => (at === stream ? [each] : []))) {
      if (message.type === 'watch-compacted') {
        skipped[watcher].push(...ofFlags.filter((r) => r > seen[watcher] && r <= message.revision))
        seen[watcher] = Math.max(seen[watcher], message.revision)
      } else {
        expect(message.previous, 'no gap').toBeLessThanOrEqual(seen[watcher])
        got[watcher].push(...message.events.map(({ revision }) => revision).filter((r) => r > seen[watcher]))
        seen[watcher] = Math.max(seen[watcher], message.upTo)
      }
    }
  }
  for (const step of all) {
    if (step.do === 'put') {
      const puts = [{ key: step.key, value: 1 }]
      map.apply({ type: 'transact', when: [], puts, otherwise: [], request: 0, askedAt: 0 })
      if (step.key.startsWith('flag/')) ofFlags.push(map.revision)
      for (const output of hub.changed(map.since(map.revision - 1)!)) hear(output)
    } else if (step.do === 'compact') map.apply({ type: 'compact', revision: Math.max(0, map.revision - 1) })
    else if (step.do === 'away') on[step.watcher] = null
    else {
      on[step.watcher] = step.stream
      hear(hub.open(step.stream, { type: 'watch-open', watchers: [step.watcher], after: seen[step.watcher] }))
    }
  }
  return { got, skipped, seen, ofFlags }
}

test('each watcher sees every revision once and in order, or is told that it was compacted', () => {
  fc.assert(
    fc.property(fc.array(steps, { maxLength: 60 }), (all) => {
      const { got, skipped, seen, ofFlags } = watch(all, true)
      for (const watcher of seen.keys()) {
        const known = [...got[watcher], ...skipped[watcher]].sort((a, b) => a - b)
        expect(known).toEqual(ofFlags.filter((revision) => revision <= seen[watcher]))
        expect(got[watcher]).toEqual(got[watcher].toSorted((a, b) => a - b))
      }
    }),
  )
})

test('a hub that does not tell of compaction leaves gaps that nobody notices', () => {
  const put = { do: 'put', key: 'flag/1' } as const
  const { got, ofFlags } = watch(
    [put, put, put, { do: 'compact' }, { do: 'open', watcher: 0, stream: 0 }],
    false,
  )
  expect(ofFlags).toEqual([1, 2, 3])
  expect(got[0]).toEqual([3])
})
