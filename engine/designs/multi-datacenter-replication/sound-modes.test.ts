import { describe, expect, test } from 'vitest'
import { bundled } from '../bundled.bed.ts'
import type { Scenario } from '../../schema/design.ts'
import { CUT_OFF, LAG_SPIKE, LINK_CUT, ONE_WAY, OUTAGE, SKEW } from './faults.ts'

const { DESIGNS, simulate } = bundled
const design = DESIGNS.get('multi-datacenter-replication')!.design!
const LONG = process.env.BREAKWATER_LONG === '1'
const SEEDS = LONG ? [1, 2, 3, 4, 5] : [1]
/** In simulated seconds: between two shipments of the log, when elections are over, and when copies must have been equal for long. */
const [STRIKES_AT, LIFTED_AT, ENDS_AT] = LONG ? [6.15, 14, 36] : [3.15, 8, 27]

/** What each mode promises whatever the entry's faults do; that writes go on is not for modes that need every region. */
const PROMISES: Record<string, string[]> = {
  ['async']: ['one-leader-per-epoch', 'replicas-converge', 'writes-resume'],
  'semi-sync': [
    'no-acknowledged-write-lost',
    'one-leader-per-epoch',
    'replicas-converge',
    'writes-resume',
    'overwritten-stays-overwritten',
  ],
  sync: [
    'no-acknowledged-write-lost',
    'one-leader-per-epoch',
    'replicas-converge',
    'overwritten-stays-overwritten',
  ],
  'multi-leader': [
    'no-acknowledged-write-lost',
    'replicas-converge',
    'writes-resume',
    'overwritten-stays-overwritten',
  ],
  causal: [
    'no-acknowledged-write-lost',
    'replicas-converge',
    'writes-resume',
    'overwritten-stays-overwritten',
    'causal-order',
  ],
  crdt: ['no-acknowledged-write-lost', 'replicas-converge', 'writes-resume'],
  'local-quorum': [
    'no-acknowledged-write-lost',
    'replicas-converge',
    'writes-resume',
    'overwritten-stays-overwritten',
  ],
  'each-quorum': ['no-acknowledged-write-lost', 'replicas-converge', 'overwritten-stays-overwritten'],
}

describe.each(Object.entries(PROMISES))('%s keeps its promises', (mode, promises) => {
  test.each([OUTAGE, CUT_OFF, LINK_CUT, ONE_WAY, LAG_SPIKE, SKEW].map((fault) => [fault.id, fault] as const))(
    'under %s',
    { timeout: 120_000 },
    (id, fault) => {
      const scenario: Scenario = {
        title: '',
        doc: '',
        seconds: ENDS_AT,
        with: [{ do: 'switch', name: 'mode', to: mode }],
        script: [
          { atSeconds: STRIKES_AT, action: fault },
          { atSeconds: LIFTED_AT, action: { do: 'lift', id } },
        ],
      }
      for (const seed of SEEDS) {
        const { summary } = simulate(design, { seed, seconds: scenario.seconds, scenario })
        for (const { name, verdict, firstViolation } of summary.checks)
          if (promises.includes(name))
            expect({ seed, name, verdict, firstViolation }).toMatchObject({ verdict: 'holds' })
      }
    },
  )
})
