import fc from 'fast-check'
import { expect, test } from 'vitest'
import { VersionStamps } from './version-stamps.ts'

const step = fc.oneof(
  fc.record({ does: fc.constant('write' as const), key: fc.nat(40) }),
  fc.record({ does: fc.constant('read' as const), key: fc.nat(40) }),
  fc.record({ does: fc.constant('ask' as const), key: fc.constant(0) }),
)

test('a copy that is not outdated was read after the last write known of; without shared groups no other is outdated', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 80 }), fc.integer({ min: 1, max: 60 }), (steps, groups) => {
      const origin = new VersionStamps({ groups })
      const server = new VersionStamps({ groups })
      const written = new Map<number, number>()
      const known = new Map<number, number>()
      const copies = new Map<number, { stamp: number; at: number }>()
      steps.forEach(({ does, key }, at) => {
        if (does === 'write') {
          origin.raise(key)
          written.set(key, at)
        } else if (does === 'read') copies.set(key, { stamp: origin.latest, at })
        else {
          server.adopt(origin.risenSince(server.latest))
          for (const [each, when] of written) known.set(each, when)
        }
        for (const [copied, copy] of copies) {
          const overwritten = (known.get(copied) ?? -1) > copy.at
          if (overwritten) expect(server.isOutdated(copied, copy.stamp)).toBe(true)
          else if (groups > 40) expect(server.isOutdated(copied, copy.stamp)).toBe(false)
        }
      })
    }),
  )
})

test('answers that come twice or late lower nothing', () => {
  const origin = new VersionStamps({ groups: 8 })
  const server = new VersionStamps({ groups: 8 })
  origin.raise(3)
  const early = origin.risenSince(0)
  origin.raise(3)
  server.adopt(origin.risenSince(0))
  server.adopt(early)
  expect(server.latest).toBe(2)
  expect(server.isOutdated(3, 1)).toBe(true)
  expect(server.isOutdated(3, 2)).toBe(false)
})

test('only what has risen is told', () => {
  const origin = new VersionStamps({ groups: 8 })
  origin.raise(1)
  const { latest } = origin
  origin.raise(2)
  expect(origin.risenSince(latest)).toEqual({ latest: 2, groups: [2], stamps: [2] })
})
