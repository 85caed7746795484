import { describe, expect, test } from 'vitest'
import { KernelBed } from './kernel.bed.ts'
import { STATION_DEFAULTS, Station, type StationOptions } from './station.ts'

/** Five requests with their priorities reach a server at once; says which are answered, in order. */
function orderOf(options: Partial<StationOptions>, priorities = [5, 4, 3, 2, 1]): (number | string)[] {
  const bed = new KernelBed()
  const order: (number | string)[] = []
  const client = bed.node('client', {
    reply: (child) => void order.push(child.ok ? child.key : `${child.key} ${child.failure}`),
  })
  const link = bed.link(client, bed.server('server', 100, options), 0)
  priorities.forEach((priority, key) => bed.ask(link, { op: 'read', key, priority }))
  bed.run(10_000)
  return order
}

describe('a station serves', () => {
  test('first come, first served', () => {
    expect(orderOf({})).toEqual([0, 1, 2, 3, 4])
  })
  test('last come, first served, but for the one that found it idle', () => {
    expect(orderOf({ discipline: 'lifo' })).toEqual([0, 4, 3, 2, 1])
  })
  test('the smallest priority first, and equals in the order they came', () => {
    expect(orderOf({ discipline: 'priority' }, [9, 2, 1, 2, 1])).toEqual([0, 2, 4, 1, 3])
  })
  test('as many at once as it has servers', () => {
    const bed = new KernelBed()
    const link = bed.link(bed.node('client'), bed.server('server', 100, { servers: 2 }), 0)
    for (const key of [1, 2, 3]) bed.ask(link, { op: 'read', key })
    bed.run(1000)
    expect(bed.log).toEqual(['100 client got 1 for 1', '100 client got 2 for 2', '200 client got 3 for 3'])
  })
})

describe('a full queue', () => {
  test('turns the newcomer away', () => {
    expect(orderOf({ queueLimit: 2 })).toEqual(['3 queue-full', '4 queue-full', 0, 1, 2])
  })
  test('or throws out whoever has waited longest', () => {
    expect(orderOf({ queueLimit: 2, overflow: 'drop-oldest' })).toEqual([
      '1 queue-full',
      '2 queue-full',
      0,
      3,
      4,
    ])
  })
  test('of no length serves only who finds a server free', () => {
    expect(orderOf({ queueLimit: 0 })).toEqual([
      '1 queue-full',
      '2 queue-full',
      '3 queue-full',
      '4 queue-full',
      0,
    ])
  })
})

test('work whose deadline has passed is not begun when expired work is dropped', () => {
  const bed = new KernelBed()
  const server = bed.server('server', 100, { dropExpired: true })
  const link = bed.link(bed.node('client'), server, 0)
  bed.ask(link, { op: 'read', key: 1 })
  bed.ask(link, { op: 'read', key: 2 }, {}, 50)
  bed.ask(link, { op: 'read', key: 3 })
  bed.run(1000)
  expect(bed.log).toEqual(['50 client got timeout for 2', '100 client got 1 for 1', '200 client got 3 for 3'])
  expect(server.meter.failures.get('deadline-exceeded')).toBe(1)
})

test('more servers take up who waits at once; fewer let work under way end', () => {
  const bed = new KernelBed()
  const server = bed.server('server', 100)
  const station = server.stations.get('work')!
  const link = bed.link(bed.node('client'), server, 0)
  for (const key of [1, 2, 3, 4]) bed.ask(link, { op: 'read', key })
  bed.at(50, () => station.configure({ ...STATION_DEFAULTS, servers: 3 }))
  bed.at(60, () => station.configure({ ...STATION_DEFAULTS, servers: 1 }))
  bed.run(1000)
  expect(bed.log.map((line) => line.split(' ')[0])).toEqual(['100', '150', '150', '250'])
})

test('busy and queue time are integrals over time, whenever they are read', () => {
  const readAt = (instants: number[]) => {
    const bed = new KernelBed()
    const server = bed.server('server', 100)
    const station = server.stations.get('work')!
    const link = bed.link(bed.node('client'), server, 0)
    for (const key of [1, 2, 3]) bed.ask(link, { op: 'read', key })
    for (const instant of instants) bed.at(instant, () => station.settle())
    bed.at(1000, () => station.settle())
    const { busyNanos, queueNanos, waitNanos, started, queueMax } = station
    return { busyNanos, queueNanos, waitNanos, started, queueMax }
  }
  const expected = { busyNanos: 300, queueNanos: 300, waitNanos: 300, started: 3, queueMax: 2 }
  expect(readAt([])).toEqual(expected)
  expect(readAt([1, 99, 100, 101, 250])).toEqual(expected)
})

test('a long line of holders that give back at once is worked off without a deep stack', () => {
  const bed = new KernelBed()
  let served = 0
  const server = bed.node('server', {
    request: (call) => server.stations.get('work')!.hold(call),
    served: (call) => {
      served++
      if (call.key === 0) return
      server.stations.get('work')!.release()
      bed.kernel.calls.answer(call, true, null, null)
    },
  })
  server.stations.set('work', bed.server('other', 1).stations.get('work')!)
  const link = bed.link(bed.node('client', { reply: () => {} }), server, 0)
  for (let key = 0; key < 50_000; key++) bed.ask(link, { op: 'lock', key })
  bed.run(10)
  expect(served).toBe(1)
  server.stations.get('work')!.release()
  expect(served).toBe(50_000)
})

describe('shared servers', () => {
  /** When requests that come at these instants with this much work are answered, in the order they came. */
  const answeredAt = (
    arrivals: [at: number, work: number][],
    options: Partial<StationOptions> = {},
    also: (bed: KernelBed, server: ReturnType<KernelBed['node']>) => void = () => {},
  ): (number | string)[] => {
    const bed = new KernelBed()
    const answers: (number | string)[] = []
    const client = bed.node('client', {
      reply: (child) => void (answers[child.key] = child.ok ? bed.kernel.now : child.failure!),
    })
    const server = bed.node('server', {
      request: (call) => server.stations.get('work')!.work(call, call.cost),
      served: (call) => bed.kernel.calls.answer(call, true, null, null),
    })
    server.stations.set(
      'work',
      new Station(server, 'work', { ...STATION_DEFAULTS, discipline: 'sharing', ...options }),
    )
    const link = bed.link(client, server, 0)
    arrivals.forEach(([at, cost], key) => bed.at(at, () => bed.ask(link, { op: 'read', key, cost })))
    also(bed, server)
    bed.run(10_000)
    return answers
  }

  test('work on all at once, each at an equal share', () => {
    expect(
      answeredAt([
        [0, 100],
        [0, 100],
      ]),
    ).toEqual([200, 200])
    expect(
      answeredAt([
        [0, 100],
        [50, 100],
      ]),
    ).toEqual([150, 200])
    expect(
      answeredAt([
        [0, 300],
        [100, 50],
      ]),
    ).toEqual([350, 200])
  })
  test('slow nobody down while there is one for each', () => {
    expect(
      answeredAt(
        [
          [0, 100],
          [0, 60],
          [80, 10],
        ],
        { servers: 2 },
      ),
    ).toEqual([100, 60, 90])
    expect(
      answeredAt(
        [
          [0, 100],
          [0, 100],
          [0, 100],
        ],
        { servers: 2 },
      ),
    ).toEqual([150, 150, 150])
  })
  test('take so many beyond the servers as may wait', () => {
    expect(
      answeredAt(
        [
          [0, 100],
          [0, 100],
          [0, 100],
        ],
        { queueLimit: 1 },
      ),
    ).toEqual([200, 200, 'queue-full'])
  })
  test('do nothing while the node is paused, and forget all when it dies', () => {
    const paused = (bed: KernelBed, server: ReturnType<KernelBed['node']>) => {
      bed.at(50, () => server.pause())
      bed.at(1050, () => server.resume())
    }
    expect(
      answeredAt(
        [
          [0, 100],
          [0, 100],
        ],
        {},
        paused,
      ),
    ).toEqual([1200, 1200])
    const crashed = (bed: KernelBed, server: ReturnType<KernelBed['node']>) => {
      bed.at(50, () => server.crash())
      bed.at(60, () => server.restart())
    }
    expect(
      answeredAt(
        [
          [0, 100],
          [70, 100],
        ],
        {},
        crashed,
      ),
    ).toEqual(['connection-lost', 170])
  })
  test('are counted busy while anybody is here, and the queue is whoever has no server of his own', () => {
    const bed = new KernelBed()
    const server = bed.server('server', 100, { discipline: 'sharing' })
    const station = server.stations.get('work')!
    const link = bed.link(bed.node('client'), server, 0)
    for (const key of [1, 2, 3]) bed.ask(link, { op: 'read', key })
    bed.at(1000, () => station.settle())
    bed.run(1000)
    expect([station.busyNanos, station.queueNanos, station.queueMax]).toEqual([300, 600, 2])
  })
})
