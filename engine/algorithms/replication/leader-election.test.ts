import { describe, expect, it } from 'vitest'
import { RandomStream } from '../../lib/random.ts'
import { ms, s } from '../../lib/units.ts'
import type { ElectionDurable } from './leader-election.ts'
import { LeaderElection } from './leader-election.ts'
import type { VoteReply, VoteRequest } from './log-shipping-messages.ts'
import { ReplicaGroup } from './replica-group.ts'

const members = ['a', 'b', 'c', 'd', 'e'].map((region) => ({ name: region, region }))
const fresh = (): ElectionDurable => ({ promisedEpoch: 1, promisedTo: 0 })

function election(self: number, durable = fresh(), fencing = true) {
  const options = {
    group: new ReplicaGroup({ members, self }),
    random: new RandomStream(29, `replica ${self}`),
    fencing,
    leaseNanos: s(1),
    electionTimeoutNanos: s(2),
  }
  return new LeaderElection(options, durable, 0, self === 0 && durable.promisedEpoch === 1)
}

const ask = (epoch: number, probe = false, sentAt = s(5)): VoteRequest => ({
  type: 'vote-request',
  epoch,
  probe,
  lastEpoch: 1,
  lastIndex: 1,
  sentAt,
})

const reply = (
  epoch: number,
  probe: boolean,
  granted: boolean,
  sentAt = s(5),
  knownEpoch = 1,
): VoteReply => ({
  type: 'vote-reply',
  epoch,
  probe,
  granted,
  knownEpoch,
  sentAt,
})

describe('LeaderElection', () => {
  it('gives one vote an epoch, to the same candidate as often as it asks, also after a restart', () => {
    const durable = fresh()
    expect(election(3, durable).vote(s(5), 1, ask(2), false)).toBe(true)
    const restarted = election(3, durable)
    expect(restarted.vote(s(5), 2, ask(2), false)).toBe(false)
    expect(restarted.vote(s(5), 1, ask(2), false)).toBe(true)
    expect(restarted.vote(s(5), 2, ask(1), false)).toBe(false)
    expect(restarted.vote(s(5), 2, ask(3), false)).toBe(false) // it has just voted, and is loyal for a while
    expect(restarted.vote(s(8), 2, ask(3), false)).toBe(true)
    expect(durable).toEqual({ promisedEpoch: 3, promisedTo: 2 })
  })

  it('refuses a candidate with an older log, and a probe promises nothing', () => {
    const durable = fresh()
    const voter = election(3, durable)
    expect(voter.vote(s(5), 1, ask(2), true)).toBe(false)
    expect(voter.vote(s(5), 1, ask(2, true), false)).toBe(true)
    expect(durable).toEqual(fresh())
    expect(voter.vote(s(5), 2, ask(2), false)).toBe(true)
  })

  it('stays loyal to a leader heard of within the election timeout', () => {
    const voter = election(3)
    voter.follow(s(5), 1, 0)
    expect(voter.vote(s(7) - 1, 1, ask(2), false)).toBe(false)
    expect(voter.vote(s(7), 1, ask(2), false)).toBe(true)
  })

  it('leads after probing and then winning a majority, itself included', () => {
    const candidate = election(2)
    expect(candidate.tick(s(1.9), true)).toBe('none')
    expect(candidate.tick(s(4), false)).toBe('none') // the detector still trusts the leader
    expect(candidate.tick(s(4), true)).toBe('probe')
    expect(candidate.epoch).toBe(1)
    expect(candidate.countVote(s(5), 1, reply(2, true, true))).toBe('none')
    expect(candidate.countVote(s(5), 1, reply(2, true, true))).toBe('none') // the same voter counts once
    expect(candidate.countVote(s(5), 3, reply(2, true, true))).toBe('campaign')
    expect(candidate.epoch).toBe(2)
    expect(candidate.countVote(s(6), 4, reply(2, true, true))).toBe('none') // late, and only of the probe
    expect(candidate.countVote(s(6), 1, reply(2, false, true))).toBe('none')
    expect(candidate.countVote(s(6), 3, reply(2, false, true))).toBe('lead')
    expect(candidate.mayLead(s(6) - 1)).toBe(true)
    expect(candidate.mayLead(s(6))).toBe(false) // the lease counts from when the votes were asked for
  })

  it('holds its lease from when a majority was last heard, and steps down when it ends', () => {
    const leader = election(0)
    leader.renew(1, s(3))
    expect(leader.leaseLeftNanos(s(3))).toBe(0) // two of five are no majority
    leader.renew(2, s(2))
    expect(leader.leaseLeftNanos(s(2))).toBe(s(1))
    leader.renew(2, ms(2500))
    expect(leader.tick(ms(3499), true)).toBe('none')
    expect(leader.tick(ms(3500), true)).toBe('lease-expired')
    expect(leader.role).toBe('follower')
  })

  it('steps down on hearing of a higher epoch, and takes no orders from a lower one', () => {
    const leader = election(0)
    expect(leader.hearEpoch(1, 1)).toBe('none')
    expect(leader.hearEpoch(1, 4)).toBe('higher-epoch')
    expect(leader.follow(2, 3, 1)).toBe(false)
    expect(leader.follow(2, 4, 1)).toBe(true)
    expect(leader.inspect(2)).toMatchObject({ role: 'follower', epoch: 4, leader: 1 })
  })

  it('promotes itself on silence alone without fencing, so that two replicas lead the same epoch', () => {
    const [one, two] = [election(1, fresh(), false), election(2, fresh(), false)]
    expect(one.tick(s(4), true)).toBe('lead')
    expect(two.tick(s(4), true)).toBe('lead')
    expect([one.epoch, two.epoch]).toEqual([2, 2])
    expect(one.mayLead(s(100)) && two.mayLead(s(100))).toBe(true)
  })

  it('wants a lease that ends before voters turn to someone else', () => {
    const group = new ReplicaGroup({ members, self: 0 })
    const options = {
      group,
      random: new RandomStream(1, 'x'),
      fencing: true,
      leaseNanos: s(2),
      electionTimeoutNanos: s(2),
    }
    expect(() => new LeaderElection(options, fresh(), 0, true)).toThrow('a lease ends before voters')
  })
})
