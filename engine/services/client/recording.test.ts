import { describe, expect, test } from 'vitest'
import { ms, s } from '../../lib/units.ts'
import type { ParameterValue } from '../../schema/parameter.ts'
import type { Recording } from '../../workload/recording.ts'
import { clientWith, succeed } from './client.bed.ts'

describe('a recording', () => {
  const replay = (params: Record<string, ParameterValue>, recording: Recording) =>
    clientWith(params, succeed, recording)

  test('is asked for again: its keys at its instants, once', () => {
    const recording = { keys: [7, 7, 3], instants: [ms(5), ms(5), ms(90)] }
    const { bed, seen } = replay({ loop: 'recorded', popularity: 'recorded' }, recording)
    bed.run(s(10))
    expect(seen.map(({ at, key }) => [at, key])).toEqual([
      [ms(5), 7],
      [ms(5), 7],
      [ms(90), 3],
    ])
  })

  test('of keys alone is asked at any rate, again and again', () => {
    const { bed, seen } = replay({ popularity: 'recorded' }, { keys: [4, 9] })
    bed.run(s(3))
    expect(seen.map(({ key }) => key)).toEqual([4, 9, 4])
  })

  test('that is not there is refused, at the start and on the way, and then nothing has changed', () => {
    expect(() => clientWith({ popularity: 'recorded' }, succeed)).toThrow(
      'Node "client" is to replay recorded keys',
    )
    const { bed, client, seen } = replay({}, { keys: [1] })
    expect(() => client.behaviour.setChecked('loop', 'recorded')).toThrow('is to replay recorded instants')
    expect(client.behaviour.params.loop).toBe('open')
    bed.run(s(2))
    expect(seen).toHaveLength(2)
  })
})
