import { describe, expect, test } from 'vitest'
import { KernelBed } from './kernel.bed.ts'
import { FORWARD, BACKWARD } from './link.ts'

describe('a call', () => {
  test('travels, waits, is worked on and answered: its latency is the sum', () => {
    const bed = new KernelBed()
    const link = bed.link(bed.node('client'), bed.server('server', 100), 10)
    bed.ask(link, { op: 'read', key: 7 })
    bed.ask(link, { op: 'read', key: 8 })
    bed.run(1000)
    expect(bed.log).toEqual(['120 client got 7 for 7', '220 client got 8 for 8'])
  })

  test('is one of a tree: children know their parent and their request, and every attempt has its own id', () => {
    const bed = new KernelBed()
    const told: unknown[] = []
    const back = bed.node('back', {
      request: (call) => {
        told.push([call.requestId, call.parentId, call.attempt])
        bed.kernel.calls.answer(call, told.length === 3, 'unavailable', null)
      },
    })
    const middle = bed.node('middle', {
      request: (call) => void bed.kernel.calls.issue(middle, toBack, call, call, null, {}),
      reply: (child, parent) => {
        if (child.ok) return bed.kernel.calls.relay(child, parent!)
        bed.kernel.calls.issue(middle, toBack, parent!, parent, null, { attempt: child.attempt + 1 })
      },
    })
    const toBack = bed.link(middle, back)
    const { root, child } = bed.ask(bed.link(bed.node('client'), middle), { op: 'read', key: 7 })
    const [rootId, childId] = [root.id, child.id]
    bed.run(1000)
    expect(told).toEqual([
      [rootId, childId, 1],
      [rootId, childId, 2],
      [rootId, childId, 3],
    ])
    expect(bed.log).toEqual(['80 client got null for 7'])
  })

  test('has an id that no other attempt ever has, however often its object is used again', () => {
    const bed = new KernelBed()
    const link = bed.link(bed.node('client'), bed.server('server', 5))
    const ids = new Set<number>()
    for (let i = 0; i < 500; i++) {
      const { root, child } = bed.ask(link, { op: 'read', key: i })
      ids.add(root.id).add(child.id)
      bed.run(bed.kernel.now + 50)
      bed.kernel.calls.answer(root, true, null, null)
    }
    expect(ids.size).toBe(1000)
    expect(bed.kernel.calls.objects).toBeLessThan(10)
  })

  test('is answered once: a second answer is an error', () => {
    const bed = new KernelBed()
    const root = bed.kernel.calls.begin(bed.node('client'), { op: 'read' }, 0, Infinity)
    bed.kernel.calls.answer(root, true, null, null)
    expect(() => bed.kernel.calls.answer(root, true, null, null)).toThrow('answered once')
  })

  test('stays readable until the end of the event in which it ended', () => {
    const bed = new KernelBed()
    const client = bed.node('client')
    const first = bed.kernel.calls.begin(client, { op: 'read', key: 7, body: 'mine' }, 0, Infinity)
    bed.kernel.calls.answer(first, true, null, 'value')
    const second = bed.kernel.calls.begin(client, { op: 'read', key: 8 }, 0, Infinity)
    expect(second).not.toBe(first)
    expect([first.key, first.body, first.value]).toEqual([7, 'mine', 'value'])
  })
})

describe('a timeout', () => {
  test('comes at its instant, and the answer that is late is dropped', () => {
    const bed = new KernelBed()
    const link = bed.link(bed.node('client'), bed.server('server', 100), 10)
    bed.ask(link, { op: 'read', key: 7 }, { timeoutNanos: 119 })
    bed.ask(link, { op: 'read', key: 8 }, { timeoutNanos: 220 })
    bed.run(1000)
    expect(bed.log).toEqual(['119 client got timeout for 7', '220 client got timeout for 8'])
  })

  test('is no later than the deadline of the request', () => {
    const bed = new KernelBed()
    const link = bed.link(bed.node('client'), bed.server('server', 1000))
    bed.ask(link, { op: 'read', key: 7 }, { timeoutNanos: 500 }, 300)
    bed.ask(link, { op: 'read', key: 8 }, {}, 300)
    bed.run(5000)
    expect(bed.log).toEqual(['300 client got timeout for 7', '300 client got timeout for 8'])
  })

  test('that cancels takes queued work away, so that the next in line is served', () => {
    const bed = new KernelBed()
    const server = bed.server('server', 100)
    const link = bed.link(bed.node('client'), server, 10)
    bed.ask(link, { op: 'read', key: 1 })
    bed.ask(link, { op: 'read', key: 2 }, { timeoutNanos: 50, cancelOnTimeout: true })
    bed.ask(link, { op: 'read', key: 3 })
    bed.run(1000)
    expect(bed.log).toEqual([
      '50 client got timeout for 2',
      '120 client got 1 for 1',
      '220 client got 3 for 3',
    ])
    expect(server.meter.failures.get('cancelled')).toBe(1)
    expect(server.meter.inFlight).toBe(0)
  })

  test('that cancels work under way lets it end for nobody', () => {
    const bed = new KernelBed()
    const server = bed.server('server', 100)
    const link = bed.link(bed.node('client'), server, 10)
    bed.ask(link, { op: 'read', key: 1 }, { timeoutNanos: 50, cancelOnTimeout: true })
    bed.run(1000)
    expect(bed.log).toEqual(['50 client got timeout for 1'])
    expect(server.stations.get('work')!.busy).toBe(0)
  })

  test('that cancels while the server stands still takes the work away as soon as that goes on', () => {
    const bed = new KernelBed()
    const server = bed.server('server', 100)
    const link = bed.link(bed.node('client'), server, 10)
    bed.ask(link, { op: 'read', key: 1 })
    bed.ask(link, { op: 'read', key: 2 }, { timeoutNanos: 50, cancelOnTimeout: true })
    bed.at(30, () => server.pause())
    bed.run(79)
    expect(server.meter.failed).toBe(0)
    bed.at(80, () => server.resume())
    bed.run(1000)
    expect(server.stations.get('work')!.started).toBe(1)
    expect(server.meter.failures.get('cancelled')).toBe(1)
  })

  test('without an answer ever coming still lets the object be used again', () => {
    const bed = new KernelBed()
    const link = bed.link(bed.node('client'), bed.server('server', 1))
    for (let i = 0; i < 200; i++) {
      link.lose.push(i % 2 === 0 ? FORWARD : BACKWARD)
      const { root } = bed.ask(link, { op: 'read', key: i }, { timeoutNanos: 40 })
      bed.run(bed.kernel.now + 100)
      bed.kernel.calls.answer(root, false, 'timeout', null)
    }
    expect(bed.log).toHaveLength(200)
    expect(bed.kernel.calls.objects).toBeLessThan(10)
  })
})

describe('a request that the network delivers twice', () => {
  const twice = (answers: readonly (string | null)[], between: number) => {
    const bed = new KernelBed()
    let asked = 0
    const server = bed.node('server', {
      request: (call) => {
        const failure = answers[asked++]
        bed.kernel.calls.answer(call, failure === null, failure, failure === null ? asked : null)
      },
    })
    const link = bed.link(bed.node('client'), server, 10)
    link.copyAfter = between
    const { root } = bed.ask(link, { op: 'write', key: 7 })
    bed.run(1000)
    bed.kernel.calls.answer(root, true, null, null)
    return { bed, asked, log: bed.log }
  }

  test('is handled twice and answered once, by the first success', () => {
    expect(twice([null, null], 5)).toMatchObject({ asked: 2, log: ['20 client got 1 for 7'] })
  })
  test('has not failed while its other delivery may succeed', () => {
    expect(twice(['queue-full', null], 5).log).toEqual(['25 client got 2 for 7'])
  })
  test('has failed when both deliveries have', () => {
    expect(twice(['queue-full', 'queue-full'], 5).log).toEqual(['25 client got queue-full for 7'])
  })
  test('does not certainly have failed when the two deliveries failed differently', () => {
    expect(twice(['queue-full', 'timeout'], 5).log).toEqual(['25 client got connection-lost for 7'])
  })
  test('gives its objects back', () => {
    const { bed } = twice([null, null], 5)
    const before = bed.kernel.calls.objects
    const link = bed.link(bed.node('other'), bed.server('echo', 1))
    for (let i = 0; i < 100; i++) {
      link.copyAfter = 3
      const { root } = bed.ask(link, { op: 'read', key: i })
      bed.run(bed.kernel.now + 100)
      bed.kernel.calls.answer(root, true, null, null)
    }
    expect(bed.kernel.calls.objects - before).toBeLessThan(10)
  })
})

describe('a delayed wake-up', () => {
  test('comes when it was asked for, unless the call was answered before', () => {
    const bed = new KernelBed()
    const client = bed.node('client')
    const [first, second] = [1, 2].map((key) =>
      bed.kernel.calls.begin(client, { op: 'read', key }, 0, Infinity),
    )
    bed.kernel.calls.wake(first, 50, 'retry')
    bed.kernel.calls.wake(second, 50, 'retry')
    bed.at(20, () => bed.kernel.calls.answer(first, false, 'timeout', null))
    bed.run(100)
    expect(bed.log).toEqual(['50 client woken 2'])
  })

  test('that a pause held back is forgotten by a crash, and nobody else loses an event for it', () => {
    const bed = new KernelBed()
    const client = bed.node('client')
    const root = bed.kernel.calls.begin(client, { op: 'read', key: 1 }, 0, Infinity)
    bed.kernel.calls.wake(root, 50, 'retry')
    bed.at(40, () => client.pause())
    bed.run(60)
    const link = bed.link(bed.node('other'), bed.server('server', 100))
    bed.ask(link, { op: 'read', key: 9 }) // takes the handle that the wake-up had
    bed.at(70, () => client.crash())
    bed.run(1000)
    expect(bed.log).toEqual(['180 other got 9 for 9'])
  })
})
