import { describe, expect, test } from 'vitest'
import { Job } from './job.ts'
import { KernelBed } from './kernel.bed.ts'
import { STATION_DEFAULTS, Station } from './station.ts'

function worker() {
  const bed = new KernelBed()
  const node = bed.node('worker', { worked: (payload) => bed.note(`worked ${String(payload)}`) })
  const station = new Station(node, 'disk', { ...STATION_DEFAULTS, queueLimit: 1 })
  node.stations.set('disk', station)
  const work = (payload: string, nanos: number) =>
    station.work(new Job(node, payload, bed.kernel.newIdentity()), nanos)
  return { bed, node, work }
}

describe('a job', () => {
  test('waits its turn at the station, and tells the node when it is done', () => {
    const { bed, work } = worker()
    work('a', 100)
    work('b', 50)
    bed.run(1000)
    expect(bed.log).toEqual(['100 worked a', '150 worked b'])
  })

  test('is dropped by a full queue, and forgotten by a crash', () => {
    const { bed, node, work } = worker()
    for (const payload of ['a', 'b', 'c']) work(payload, 100)
    bed.at(120, () => {
      node.crash()
      node.restart()
    })
    bed.run(1000)
    expect(bed.log.filter((line) => line.includes('worked'))).toEqual(['100 worked a'])
  })

  test('takes longer by as long as the node was paused', () => {
    const { bed, node, work } = worker()
    work('a', 100)
    bed.at(50, () => node.pause())
    bed.at(80, () => node.resume())
    bed.run(1000)
    expect(bed.log).toEqual(['130 worked a'])
  })
})
