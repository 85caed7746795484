import { describe, expect, test } from 'vitest'
import { s } from '../lib/units.ts'
import { prepare } from '../run/simulate.ts'
import type { Scenario } from '../schema/design.ts'
import { DESIGNS } from './catalogue.ts'

/** The verdict on one promise of a design after some seconds of a scenario. */
function verdict(
  slug: string,
  invariant: string,
  { seconds, script = [], ...rest }: Partial<Scenario> & { seconds: number },
) {
  const design = DESIGNS.get(slug)!.design!
  const document = { ...design.document, invariants: [invariant], slos: {} }
  const scenario: Scenario = { title: '', doc: '', seconds, ...rest }
  const world = prepare({ ...design, document }, { seed: 1, scenario })
  world.runScript(
    script.map(({ atSeconds, action }) => ({ atNanos: s(atSeconds), action })),
    s(seconds),
  )
  return world.parts.checks.verdicts()[0].verdict
}

describe('a promise about which nothing was seen is unknown', () => {
  test.each<[string, string, Partial<Scenario>]>([
    ['message-broker', 'acknowledged-records-survive', { without: ['shop'] }],
    ['message-broker', 'group-skips-nothing', { without: ['shop'] }],
    ['sharding-and-federation', 'money-conserved', { without: ['payers'] }],
    ['strong-vs-eventual-consistency', 'money-is-conserved', { without: ['payers'] }],
    ['local-vs-global-caching', 'copies-end', { without: ['users', 'visitors'] }],
    [
      'sharding-and-federation',
      'rows-have-one-home',
      {
        script: [
          {
            atSeconds: 0.5,
            action: { do: 'inject', fault: 'crash', id: 'crash', on: { node: 'coordinator' } },
          },
        ],
      },
    ],
  ])('%s: %s', (slug, invariant, nothing) => {
    expect(verdict(slug, invariant, { ...nothing, seconds: 3 })).toBe('unknown')
    expect(verdict(slug, invariant, { seconds: 3 })).toBe('holds')
  })
})
