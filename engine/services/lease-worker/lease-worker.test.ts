import { describe, expect, test } from 'vitest'
import type { Call } from '../../kernel/call.ts'
import { ms, s, SECOND } from '../../lib/units.ts'
import type { ParameterValue } from '../../schema/parameter.ts'
import type { ConfigRequest } from '../config-store/protocol.ts'
import type { GuardedWrite } from '../guarded-resource/protocol.ts'
import { service as guarded } from '../guarded-resource/service.ts'
import { ServiceBed } from '../service.bed.ts'
import { service } from './service.ts'

const FAST = { ttlMs: 900, workMs: 50, timeoutMs: 100, holdSeconds: 600 }

/** One lock in one script: who has it, and since which revision. */
class Store {
  revision = 0
  lock: { owner: string; created: number; lease: number } | null = null
  readonly leases = new Set<number>()
  readonly asked: string[] = []

  answer(request: ConfigRequest): unknown {
    this.asked.push(request.what)
    if (request.what === 'get') {
      const { owner = null, created = 0 } = this.lock ?? {}
      return { value: owner, changed: created, created, revision: this.revision }
    }
    if (request.what === 'transact') {
      const succeeded = this.lock === null
      const [{ value, lease = 0 }] = request.puts
      if (succeeded) this.lock = { owner: String(value), created: ++this.revision, lease }
      return { revision: this.revision, succeeded }
    }
    const { lease, what } = request
    const succeeded = what === 'grant' || this.leases.has(lease)
    if (what === 'grant') this.leases.add(lease)
    if (what === 'revoke') this.end(lease)
    return { revision: this.revision, succeeded }
  }

  end(lease: number): void {
    this.leases.delete(lease)
    if (this.lock?.lease === lease) this.lock = null
  }
}

function workerBed(params: Record<string, ParameterValue> = {}, machines = 1, fencing = true) {
  const bed = new ServiceBed()
  const store = new Store()
  /** How the next requests are answered; then as the store says. */
  const troubles: ((call: Call, answer: unknown) => void)[] = []
  let up = true
  const writes: (GuardedWrite & { at: number })[] = []
  const server = bed.node('server', {
    request(call) {
      if (!up) return
      const answer = store.answer(call.body as ConfigRequest)
      const trouble = troubles.shift()
      if (trouble === undefined) bed.succeed(call, answer)
      else trouble(call, answer)
    },
  })
  const resource = bed.kind('resource', guarded, { fencing })
  const front = bed.node('front', {
    request(call) {
      writes.push({ ...(call.body as GuardedWrite), at: bed.kernel.now / SECOND })
      bed.kernel.calls.issue(front, toResource, { op: call.op, key: 0, body: call.body }, call, null, {})
    },
    reply(child, call) {
      if (call !== null) bed.kernel.calls.answer(call, child.ok, child.failure, child.value)
    },
  })
  const toResource = bed.connect(front, 'next', resource.node)
  const workers = Array.from({ length: machines }, (_, i) => {
    const worker = bed.kind(`worker-${i}`, service, { ...FAST, workers: 1, ...params })
    bed.connect(worker.node, 'servers', server)
    bed.connect(worker.node, 'resource', front)
    return worker
  })
  resource.behaviour.start()
  for (const { behaviour } of workers) behaviour.start()
  const cutStore = () => void (up = false)
  return { bed, store, troubles, writes, workers, resource, cutStore }
}

describe('a holder', () => {
  test('writes with the revision at which it got the lock, and renews its lease every third of its time', () => {
    const { bed, store, writes, workers } = workerBed()
    store.revision = 41
    bed.run(s(3))
    expect(writes.length).toBeGreaterThan(40)
    expect(new Set(writes.map(({ token }) => token))).toEqual(new Set([42]))
    expect(workers[0].counters).toMatchObject({ acquired: 1, lost: 0, fenced: 0 })
    expect(workers[0].counters.renewals).toBeGreaterThanOrEqual(7)
    expect(workers[0].counters.renewals).toBeLessThanOrEqual(10)
  })

  test('begins no work once its lease may be over, by its own clock, though nobody has told it', () => {
    const { bed, writes, workers, cutStore } = workerBed()
    bed.run(s(2))
    cutStore()
    bed.run(s(6))
    const last = writes.at(-1)!.at
    // Renewed for the last time at most 0.3 s before the cut; 0.9 s later it looks no more, but may be at work.
    expect(last).toBeGreaterThan(2)
    expect(last).toBeLessThan(2 + 0.9 + 0.1 + 0.06)
    expect(workers[0].counters.lost).toBe(1)
  })

  test.each([5_000, -5_000])('goes on when its clock is set by %d ms, and stops no later', (offsetMs) => {
    const { bed, writes, workers, cutStore } = workerBed()
    bed.at(s(2), () => void workers[0].node.clock.skew(s(2), ms(offsetMs), 0))
    bed.run(s(3))
    expect(workers[0].counters.lost).toBe(0)
    cutStore()
    bed.run(s(6))
    expect(writes.at(-1)!.at).toBeGreaterThan(3)
    expect(writes.at(-1)!.at).toBeLessThan(3 + 0.9 + 0.1 + 0.06)
    expect(workers[0].counters.lost).toBe(1)
  })

  test('stops when it is told that its lease is over, and begins anew with another', () => {
    const { bed, store, writes, workers } = workerBed()
    bed.run(s(2))
    store.end(store.lock!.lease)
    bed.run(s(4))
    expect(workers[0].counters).toMatchObject({ lost: 1, acquired: 2 })
    expect(writes.map(({ token }) => token).toSorted((a, b) => a - b)).toEqual(
      writes.map(({ token }) => token),
    )
    expect(writes.at(-1)!.token).toBe(2)
    expect(store.leases.size).toBe(1)
  })

  test('finds the lock its own when the answer to its asking was lost', () => {
    const { bed, store, troubles, writes } = workerBed()
    troubles.push(
      (call, answer) => bed.succeed(call, answer), // the lease
      (call) => bed.fail(call, 'connection-lost'), // the lock is taken, and nobody hears of it
    )
    bed.run(s(1))
    expect(store.asked.slice(0, 3)).toEqual(['grant', 'transact', 'get'])
    expect(store.revision).toBe(1)
    expect(writes[0].token).toBe(1)
  })

  test('gives the lock back after its time', () => {
    const { bed, store, workers } = workerBed({ holdSeconds: 1 })
    bed.run(s(5))
    expect(workers[0].counters.acquired).toBeGreaterThanOrEqual(3)
    expect(workers[0].counters.lost).toBe(0)
    expect(store.asked.filter((what) => what === 'revoke').length).toBeGreaterThanOrEqual(3)
  })

  test.each([true, false])(
    'that slept past its lease writes beside its successor unless tokens are looked at (fencing: %s)',
    (fencing) => {
      const { bed, store, writes, workers, resource } = workerBed({}, 2, fencing)
      bed.run(s(2) + ms(20))
      const first = workers.find(({ counters }) => counters.acquired === 1)!
      first.node.pause()
      store.end(store.lock!.lease)
      bed.run(s(4))
      first.node.resume()
      bed.run(s(5))
      const late = writes.filter(({ at, token }) => at >= 4 && token === 1)
      expect(late.length).toBe(1) // it was at work, and does not look again
      expect(resource.counters.stale).toBe(fencing ? 1 : 0)
      expect(first.counters.fenced).toBe(fencing ? 1 : 0)
      expect(first.counters.lost).toBe(1)
    },
  )
})

test('whoever waits for the lock does not write, and gets it when it is free', () => {
  const { bed, store, writes } = workerBed({ holdSeconds: 2 }, 3)
  bed.run(s(12))
  for (let i = 1; i < writes.length; i++) expect(writes[i].token).toBeGreaterThanOrEqual(writes[i - 1].token)
  expect(new Set(writes.map(({ worker }) => worker)).size).toBe(3)
  expect(store.revision).toBeGreaterThanOrEqual(4)
})
