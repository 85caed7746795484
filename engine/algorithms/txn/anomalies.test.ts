import { describe, expect, it } from 'vitest'
import { ANOMALIES, anomalyTable, ISOLATION_LEVELS, playAnomaly } from './anomalies.ts'
import type { IsolationLevel, SerializableStrategy } from './outcome.ts'

function allowedAt(level: IsolationLevel, strategy: SerializableStrategy = 'snapshot-isolation'): string[] {
  return anomalyTable(strategy)
    .filter((verdict) => verdict.level === level && verdict.verdict === 'allowed')
    .map(({ code }) => code)
}

describe('the anomalies, played on the store', () => {
  it('read uncommitted lets through all but the dirty write, from which row locks keep every level', () => {
    const codes = ANOMALIES.map(({ code }) => code)
    expect(allowedAt('read-uncommitted')).toEqual(codes.filter((code) => code !== 'G0'))
  })

  it('read committed lets through all but dirty reads and writes, as PostgreSQL does', () => {
    expect(allowedAt('read-committed')).toEqual([
      'PMP',
      'P3',
      'P4',
      'G-single',
      'G2-item',
      'G2',
      'G2-read-only',
    ])
  })

  it('snapshot isolation lets through write skew alone, on rows, on predicates and seen by a reader', () => {
    expect(allowedAt('snapshot')).toEqual(['G2-item', 'G2', 'G2-read-only'])
  })

  it('serializable lets through none, by conflicts between snapshots or by two-phase locking', () => {
    expect(allowedAt('serializable')).toEqual([])
    expect(allowedAt('serializable', 'two-phase-locking')).toEqual([])
  })

  it('what a level lets through, every lower one does too', () => {
    for (const [i, level] of ISOLATION_LEVELS.slice(1).entries())
      expect(allowedAt(ISOLATION_LEVELS[i])).toEqual(expect.arrayContaining(allowedAt(level)))
  })

  it('says by what means an anomaly was kept from happening, step by step', () => {
    const skew = ANOMALIES.find(({ code }) => code === 'G2-item')
    if (skew === undefined) throw new Error('write skew is in the table')
    const { preventedBy, log } = playAnomaly(skew, 'serializable', 'snapshot-isolation')
    expect(preventedBy).toBe('rollback')
    expect(log.map(({ by, step, result }) => `${by} ${step} -> ${result}`)).toEqual([
      'T1 scan 1 to 9 -> sees 10, 20',
      'T2 scan 1 to 9 -> sees 10, 20',
      'T1 write 1: 11 -> done',
      'T2 write 2: 21 -> done',
      'T1 commit -> committed',
      'T2 commit -> serialization-failure',
    ])
    const lost = ANOMALIES.find(({ code }) => code === 'P4')
    if (lost === undefined) throw new Error('the lost update is in the table')
    expect(playAnomaly(lost, 'serializable', 'two-phase-locking').log.map(({ result }) => result)).toContain(
      'deadlock',
    )
  })

  it('no two anomalies are provoked by the same steps', () => {
    const scripts = ANOMALIES.map(({ steps }) => steps.replace(/\s+/g, ' '))
    expect(new Set(scripts).size).toBe(scripts.length)
  })

  it('predicate-many-preceders is about rows that match, not about rows that are new: two-phase locking makes the writer wait', () => {
    const pmp = ANOMALIES.find(({ code }) => code === 'PMP')!
    const results = (level: IsolationLevel, strategy: SerializableStrategy) =>
      playAnomaly(pmp, level, strategy).log.map(({ by, step, result }) => `${by} ${step} -> ${result}`)
    expect(results('read-committed', 'snapshot-isolation')).toEqual([
      'T1 scan 1 to 9 above 15 -> sees 20',
      'T2 write 1: 18 -> done',
      'T2 write 2: 12 -> done',
      'T2 commit -> committed',
      'T1 scan 1 to 9 above 15 -> sees 18',
      'T1 commit -> committed',
    ])
    expect(results('serializable', 'two-phase-locking')).toContain('T2 write 1: 18 -> waits')
  })

  it('is told in full: every anomaly at every level, and what happened step by step', async () => {
    const verdicts = anomalyTable('snapshot-isolation')
    const of = (code: string) =>
      ISOLATION_LEVELS.map((level) => verdicts.find((one) => one.code === code && one.level === level)!)
    const cell = ({ verdict, preventedBy }: (typeof verdicts)[number]) =>
      verdict === 'allowed' ? 'happens' : `no: ${preventedBy}`
    const row = (cells: readonly string[]) =>
      cells
        .map((text, i) => text.padEnd(i === 0 ? 46 : 18))
        .join('')
        .trimEnd()
    const table = [
      row(['anomaly', ...ISOLATION_LEVELS]),
      ...ANOMALIES.map(({ code, title }) => row([`${title} (${code})`, ...of(code).map(cell)])),
    ]
    const courses = ANOMALIES.flatMap(({ code, title, meaning }) => [
      '',
      `# ${title} (${code})`,
      meaning,
      ...of(code).flatMap((one) => [
        `${one.level}: ${cell(one)}`,
        ...one.log.map(({ by, step, result }) => `  ${by} ${step} → ${result}`),
      ]),
    ])
    await expect([...table, ...courses, ''].join('\n')).toMatchFileSnapshot('./golden/anomalies.txt')
  })
})
