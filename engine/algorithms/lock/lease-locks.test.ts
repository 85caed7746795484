import { describe, expect, it } from 'vitest'
import { ms, s } from '../../lib/units.ts'
import { FencedResource } from './fenced-resource.bed.ts'
import { LeaseLocks } from './lease-locks.ts'
import type { AcquireOutcome } from './lease-locks.ts'

const ROOM = ['room:101']

function tokenOf(outcome: AcquireOutcome): number {
  if (outcome.status !== 'acquired') throw new Error(`held by ${outcome.by.owner}`)
  return outcome.fencingToken
}

describe('a lease lock', () => {
  it('is refused while another has it, and says who and until when', () => {
    const locks = new LeaseLocks()
    locks.acquire(0, ROOM, 'ann', s(30))
    const refused = locks.acquire(s(29), ROOM, 'bob', s(30))
    expect(refused).toMatchObject({ status: 'held', by: { owner: 'ann', expiresAt: s(30) } })
    expect(locks.counters.refused).toBe(1)
  })

  it('can be taken at the very instant it expires, with a larger token', () => {
    const locks = new LeaseLocks()
    const first = tokenOf(locks.acquire(0, ROOM, 'ann', s(30)))
    expect(locks.acquire(s(30) - 1, ROOM, 'bob', s(30)).status).toBe('held')
    expect(tokenOf(locks.acquire(s(30), ROOM, 'bob', s(30)))).toBeGreaterThan(first)
  })

  it('is not released by one who does not own it, nor by an owner whose lease has expired', () => {
    const locks = new LeaseLocks()
    locks.acquire(0, ROOM, 'ann', s(30))
    expect(locks.release(1, ROOM, 'bob')).toBe(0)
    expect(locks.holderOf(1, 'room:101')?.owner).toBe('ann')
    locks.acquire(s(31), ROOM, 'bob', s(30))
    expect(locks.release(s(32), ROOM, 'ann')).toBe(0)
    expect(locks.holderOf(s(32), 'room:101')?.owner).toBe('bob')
    expect(locks.counters.strangers).toBe(2)
  })

  it('is released by its owner', () => {
    const locks = new LeaseLocks()
    locks.acquire(0, ROOM, 'ann', s(30))
    expect(locks.release(ms(5), ROOM, 'ann')).toBe(1)
    expect(locks.acquire(ms(5), ROOM, 'bob', s(30)).status).toBe('acquired')
  })

  it('lives on when its owner extends it in time, and not when it comes too late', () => {
    const locks = new LeaseLocks()
    locks.acquire(0, ROOM, 'ann', s(30))
    expect(locks.extend(s(20), ROOM, 'ann', s(30))).toBe(true)
    expect(locks.acquire(s(40), ROOM, 'bob', s(30)).status).toBe('held')
    expect(locks.extend(s(50), ROOM, 'ann', s(30))).toBe(false)
    expect(locks.acquire(s(50), ROOM, 'bob', s(30)).status).toBe('acquired')
  })

  it('takes several names or none', () => {
    const locks = new LeaseLocks()
    locks.acquire(0, ['night:16'], 'ann', s(30))
    const refused = locks.acquire(1, ['night:15', 'night:16', 'night:17'], 'bob', s(30))
    expect(refused).toMatchObject({ status: 'held', by: { name: 'night:16' } })
    expect(locks.holderOf(1, 'night:15')).toBeUndefined()
    const token = tokenOf(locks.acquire(s(30), ['night:15', 'night:16'], 'bob', s(30)))
    expect(locks.holderOf(s(30), 'night:15')?.fencingToken).toBe(token)
    expect(locks.holderOf(s(30), 'night:16')?.fencingToken).toBe(token)
  })

  it('extends all of its names or none', () => {
    const locks = new LeaseLocks()
    locks.acquire(0, ['a'], 'ann', s(30))
    expect(locks.extend(s(1), ['a', 'b'], 'ann', s(30))).toBe(false)
    expect(locks.holderOf(s(1), 'a')?.expiresAt).toBe(s(30))
  })

  it('keeps no memory of leases that expired long ago', () => {
    const locks = new LeaseLocks()
    for (let at = 0; at < 10_000; at++) locks.acquire(at * 10, [`seat:${at}`], 'ann', 10)
    const { heldCount, counters } = locks.inspect(99_999)
    expect({ heldCount, acquired: counters.acquired }).toEqual({ heldCount: 1, acquired: 10_000 })
    expect(locks.export(0).leases.length).toBeLessThan(200)
  })

  it('asks for a name, a positive time to live and a sensible epoch', () => {
    expect(() => new LeaseLocks().acquire(0, [], 'ann', 1)).toThrow('at least one lock')
    expect(() => new LeaseLocks().acquire(0, ROOM, 'ann', 0)).toThrow('positive whole number')
    expect(() => new LeaseLocks({ epoch: -1 })).toThrow('the epoch is an integer')
  })
})

describe('a failover to a replica that lags', () => {
  it('forgets the leases taken since, so that two owners think they have the lock', () => {
    const leader = new LeaseLocks()
    leader.acquire(0, ['room:1'], 'ann', s(30))
    const shipped = leader.export(ms(1))
    leader.acquire(ms(2), ROOM, 'ann', s(30))
    const replica = new LeaseLocks({ state: shipped })
    expect(replica.holderOf(ms(3), 'room:1')?.owner).toBe('ann')
    expect(replica.acquire(ms(3), ROOM, 'bob', s(30)).status).toBe('acquired')
  })

  it('issues a token twice in the same epoch, which fencing cannot tell apart', () => {
    const leader = new LeaseLocks()
    const shipped = leader.export(0)
    const ann = tokenOf(leader.acquire(1, ROOM, 'ann', s(30)))
    const bob = tokenOf(new LeaseLocks({ state: shipped }).acquire(2, ROOM, 'bob', s(30)))
    expect(bob).toBe(ann)
    const resource = new FencedResource()
    expect([resource.admit(ROOM, bob), resource.admit(ROOM, ann)]).toEqual([true, true])
  })

  it('issues larger tokens in a new epoch, and the resource turns the forgotten owner away', () => {
    const leader = new LeaseLocks()
    const shipped = leader.export(0)
    const ann = tokenOf(leader.acquire(1, ROOM, 'ann', s(30)))
    const bob = tokenOf(new LeaseLocks({ state: shipped, epoch: 1 }).acquire(2, ROOM, 'bob', s(30)))
    const resource = new FencedResource()
    expect([resource.admit(ROOM, bob), resource.admit(ROOM, ann)]).toEqual([true, false])
    expect(resource.inspect()).toEqual({ names: 1, admitted: 1, turnedAway: 1 })
  })
})

describe('a fenced resource', () => {
  it('admits all the names or none', () => {
    const resource = new FencedResource()
    resource.admit(['b'], 5)
    expect(resource.admit(['a', 'b'], 4)).toBe(false)
    expect(resource.highestSeen('a')).toBe(-Infinity)
    expect(resource.admit(['a', 'b'], 5)).toBe(true)
  })
})
