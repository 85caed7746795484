import { describe, expect, test } from 'vitest'
import { KernelBed } from './kernel.bed.ts'
import { STATION_DEFAULTS, Station } from './station.ts'
import { Timer } from './timer.ts'

describe('a crash', () => {
  test('breaks the connections of everything that waits or is worked on', () => {
    const bed = new KernelBed()
    const server = bed.server('server', 100)
    const link = bed.link(bed.node('client'), server, 10)
    bed.ask(link, { op: 'read', key: 1 })
    bed.ask(link, { op: 'read', key: 2 })
    bed.at(50, () => server.crash())
    bed.run(1000)
    expect(bed.log).toEqual(['60 client got connection-lost for 2', '60 client got connection-lost for 1'])
    expect(server.meter.inFlight).toBe(0)
  })

  test('refuses what arrives while the node is down, and serves again after the restart', () => {
    const bed = new KernelBed()
    const server = bed.server('server', 100)
    const link = bed.link(bed.node('client'), server, 10)
    server.crash()
    bed.ask(link, { op: 'read', key: 1 })
    bed.at(50, () => server.restart())
    bed.ask(link, { op: 'read', key: 2 })
    bed.run(1000)
    expect(bed.log).toEqual([
      '20 client got unavailable for 1',
      '50 server started',
      '170 client got 2 for 2',
    ])
  })

  test('lets no work, timer or message of the dead incarnation into the next', () => {
    const bed = new KernelBed()
    const server = bed.server('server', 100)
    const client = bed.node('client')
    const link = bed.link(client, server, 10)
    bed.ask(link, { op: 'read', key: 1 })
    new Timer(server, 'tick', null, bed.kernel.newIdentity()).again(100)
    bed.at(50, () => bed.kernel.send(client, link, 'old news', 0))
    bed.at(55, () => {
      server.crash()
      server.restart()
    })
    bed.at(56, () => bed.ask(link, { op: 'read', key: 2 }))
    bed.run(1000)
    expect(bed.log).toEqual([
      '55 server started',
      '65 client got connection-lost for 1',
      '176 client got 2 for 2',
    ])
    expect(server.stations.get('work')!.busy).toBe(0)
  })

  test('of the caller drops the answers meant for it', () => {
    const bed = new KernelBed()
    const client = bed.node('client')
    const link = bed.link(client, bed.server('server', 100), 10)
    bed.ask(link, { op: 'read', key: 1 })
    bed.at(50, () => {
      client.crash()
      client.restart()
    })
    bed.run(1000)
    expect(bed.log).toEqual(['50 client started'])
  })

  test('with work that was cancelled under way does not free a server twice', () => {
    const bed = new KernelBed()
    const server = bed.server('server', 100)
    const link = bed.link(bed.node('client'), server, 10)
    bed.ask(link, { op: 'read', key: 1 }, { timeoutNanos: 20, cancelOnTimeout: true })
    bed.at(60, () => {
      server.crash()
      server.restart()
    })
    bed.ask(link, { op: 'read', key: 2 })
    bed.run(115)
    expect(server.stations.get('work')!.busy).toBe(1)
  })

  test('wants as many restarts as there were crashes', () => {
    const bed = new KernelBed()
    const server = bed.server('server', 100)
    server.crash()
    server.crash()
    server.restart()
    expect(server.up).toBe(false)
    server.restart()
    expect([server.up, server.incarnation]).toEqual([true, 2])
    server.restart()
    expect(bed.log).toEqual(['0 server started'])
  })
})

describe('a pause', () => {
  test('makes work under way end exactly as much later as it lasted', () => {
    const bed = new KernelBed()
    const server = bed.server('server', 100)
    bed.ask(bed.link(bed.node('client'), server, 10), { op: 'read', key: 1 }) // worked on from 10 to 110
    bed.at(60, () => server.pause())
    bed.at(90, () => server.resume())
    bed.at(100, () => server.pause())
    bed.at(300, () => server.resume())
    bed.run(1000)
    expect(bed.log).toEqual(['350 client got 1 for 1']) // 110 + 30 + 200, and 10 for the way back
  })

  test('keeps what arrives for later, in order: requests, messages, timers', () => {
    const bed = new KernelBed()
    const server = bed.node('server')
    const client = bed.node('client')
    const link = bed.link(client, server, 10)
    new Timer(server, 'tick', null, bed.kernel.newIdentity()).again(15)
    server.pause()
    bed.ask(link, { op: 'read', key: 1 })
    bed.kernel.send(client, link, 'news', 0)
    bed.run(100)
    expect(bed.log).toEqual([])
    server.resume()
    bed.run(100)
    expect(bed.log).toEqual(['100 server asked 1', '100 server told news', '100 server timer tick'])
  })

  test('of the caller: an answer that came first wins over the timeout that came later', () => {
    const bed = new KernelBed()
    const client = bed.node('client')
    const link = bed.link(client, bed.server('server', 10), 10)
    bed.ask(link, { op: 'read', key: 1 }, { timeoutNanos: 50 })
    client.pause()
    bed.at(100, () => client.resume())
    bed.run(200)
    expect(bed.log).toEqual(['100 client got 1 for 1'])
  })

  test('outlasts a crash: the machine is still frozen when the process is started again', () => {
    const bed = new KernelBed()
    const server = bed.server('server', 10)
    const link = bed.link(bed.node('client'), server, 10)
    server.pause()
    bed.at(20, () => server.crash())
    bed.at(30, () => server.restart())
    bed.ask(link, { op: 'read', key: 1 })
    bed.at(100, () => server.resume())
    bed.run(200)
    expect(bed.log).toEqual(['30 server started', '120 client got 1 for 1'])
  })

  test('of two causes ends with the later one', () => {
    const bed = new KernelBed()
    const node = bed.node('node')
    node.pause()
    node.pause()
    bed.at(50, () => node.resume())
    expect(node.paused).toBe(true)
    bed.at(80, () => node.resume())
    expect([node.paused, node.pausedNanos]).toEqual([false, 80])
  })
})

test('a slow node takes longer for work that begins while it is slow, and no longer after', () => {
  const bed = new KernelBed()
  const server = bed.server('server', 100)
  const link = bed.link(bed.node('client'), server, 0)
  const undo = server.slowdowns.add(3)
  bed.ask(link, { op: 'read', key: 1 })
  bed.at(50, undo)
  bed.ask(link, { op: 'read', key: 2 })
  bed.run(1000)
  expect(bed.log).toEqual(['300 client got 1 for 1', '400 client got 2 for 2'])
})

test('a timer that was cancelled stays silent, also when a pause held it back, and can be set again', () => {
  const bed = new KernelBed()
  const node = bed.node('node')
  const timer = new Timer(node, 'tick', null, bed.kernel.newIdentity())
  timer.again(10)
  timer.cancel()
  timer.again(20)
  node.pause()
  bed.at(30, () => timer.cancel())
  node.resume()
  bed.run(40)
  expect(bed.log).toEqual([])
  timer.again(5)
  bed.run(100)
  expect(bed.log).toEqual(['45 node timer tick'])
})

test('a timer that a pause holds back is still to fire; cancelled and set again meanwhile, it fires once, when it was set for', () => {
  const bed = new KernelBed()
  const node = bed.node('node')
  const timer = new Timer(node, 'tick', null, bed.kernel.newIdentity())
  timer.again(10)
  node.pause()
  bed.run(20)
  expect(timer.pending).toBe(true)
  timer.cancel()
  expect(timer.pending).toBe(false)
  timer.again(30)
  bed.at(40, () => node.resume())
  bed.run(100)
  expect(bed.log).toEqual(['50 node timer tick'])
})

test('a node with several stations gives out each by its name, asked for by turns', () => {
  const node = new KernelBed().node('node')
  for (const name of ['cores', 'disk']) node.stations.set(name, new Station(node, name, STATION_DEFAULTS))
  const asked = ['cores', 'disk', 'disk', 'cores'].map((name) => node.station(name).name)
  expect(asked).toEqual(['cores', 'disk', 'disk', 'cores'])
})
