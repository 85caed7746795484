import { describe, expect, it } from 'vitest'
import { ms, s } from '../../../lib/units.ts'
import { Acceptor } from './acceptor.ts'
import { PaxosWorld, runPaxos } from './paxos-world.bed.ts'
import { Proposals } from './proposals.ts'

const SEEDS = Array.from({ length: process.env.BREAKWATER_LONG === '1' ? 200 : 10 }, (_, i) => i + 1)

describe('Paxos made simple', () => {
  it('2.2 P1a: an acceptor accepts a proposal numbered n if and only if it has not promised one numbered higher', () => {
    const acceptor = new Acceptor<string>({}, Acceptor.durable())
    expect(acceptor.promise(5, 0)).toEqual([])
    expect(acceptor.accept({ slot: 0, ballot: 4, command: 'late' })).toBe(false)
    expect(acceptor.accept({ slot: 0, ballot: 5, command: 'in time' })).toBe(true)
    expect(acceptor.promise(4, 0)).toBeNull()
    expect(acceptor.promise(6, 0)).toEqual([{ slot: 0, ballot: 5, command: 'in time' }])
  })
  it('2.2: a promise survives a crash', () => {
    const durable = Acceptor.durable<string>()
    new Acceptor({}, durable).promise(7, 0)
    expect(new Acceptor({}, durable).accept({ slot: 0, ballot: 6, command: 'x' })).toBe(false)
  })
  it('2.2 P2c: a proposal takes the value of the highest-numbered one among those that a majority accepted', () => {
    const proposals = new Proposals<string>({ quorum: 2 }, 9)
    proposals.promised(0, [{ slot: 2, ballot: 3, command: 'older' }], 1)
    proposals.promised(0, [], 1)
    expect(proposals.begins(1)).toBe(false) // a second answer of the same is no majority
    proposals.promised(1, [{ slot: 2, ballot: 6, command: 'newer' }], 1)
    expect(proposals.begins(1)).toBe(true)
    // 3: gaps are filled with a command that does nothing
    expect(proposals.adopt(1)).toEqual([
      { slot: 1, command: null },
      { slot: 2, command: 'newer' },
    ])
    expect(proposals.nextSlot()).toBe(3)
  })
  it('2.2 P2c: whoever lacks what one of the majority has settled learns it before it proposes anything', () => {
    const proposals = new Proposals<string>({ quorum: 2 }, 9)
    proposals.promised(0, [], 0)
    proposals.promised(1, [], 3) // settled three slots, and has forgotten what it accepted there
    expect(proposals.begins(0)).toBe(false)
    expect(proposals.begins(2)).toBe(false)
    expect(proposals.begins(3)).toBe(true)
    expect(proposals.begins(3)).toBe(false)
    expect(proposals.adopt(3)).toEqual([])
    expect(proposals.nextSlot()).toBe(3)
  })
  it('3: under crashes, cuts, loss, duplication and reordering no slot is settled twice, and healed it goes on', () => {
    let leaders = 0
    for (const seed of SEEDS) {
      const paxos = runPaxos({ seed })
      expect({ seed, says: paxos.feed.says }).toEqual({ seed, says: null })
      const [first, ...others] = paxos.logs()
      for (const log of others) expect(log).toEqual(first)
      expect(first).toContain(`c${paxos.proposed}`)
      const commands = first.filter((command) => command !== null)
      expect(new Set(commands).size).toBe(commands.length)
      leaders += paxos.world.notices.filter(({ type }) => type === 'leads').length
    }
    expect(leaders).toBeGreaterThan(3 * SEEDS.length)
  })
  it('inspecting changes nothing', () => {
    const paxos = new PaxosWorld({ seed: 1 })
    paxos.world.runUntil(s(1))
    const before = JSON.stringify([...paxos.durables])
    for (let member = 0; member < 5; member++) paxos.replica(member)?.inspect()
    expect(JSON.stringify([...paxos.durables])).toBe(before)
  })
})

describe('Paxos, told', () => {
  it('a leader dies after one acceptor has its value, and the next leader brings that value through', async () => {
    const paxos = new PaxosWorld({ seed: 4, members: 3 })
    const { world } = paxos
    world.perform(0, paxos.replica(0)!.campaign(0))
    world.runUntil(ms(12))
    world.setCut([0], [2], true)
    paxos.propose()
    world.runUntil(ms(18))
    world.crash(0)
    world.setCut([0], [2], false)
    const from = world.log.length
    world.perform(2, paxos.replica(2)!.campaign(world.now))
    world.runUntil(ms(40))
    expect(paxos.logs()[2]).toEqual(['c1'])
    await expect(
      [...world.log.slice(0, from), '— member 0 dies —', ...world.log.slice(from), ''].join('\n'),
    ).toMatchFileSnapshot('./golden/next-leader-adopts.txt')
  })
})
