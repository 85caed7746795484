import { Feed } from '../../../checks/feed.bed.ts'
import { invariant } from '../../../checks/invariants/one-value-per-slot.ts'
import { RandomStream } from '../../../lib/random.ts'
import { ms, s } from '../../../lib/units.ts'
import { MachineWorld } from '../../commit/machine-world.bed.ts'
import type { PaxosMessage, PaxosNotice } from './paxos-messages.ts'
import type { PaxosOptions } from './paxos-options.ts'
import { PaxosReplica } from './paxos-replica.ts'

export interface PaxosWorldOptions {
  readonly seed: number
  readonly members?: number
  readonly naive?: Pick<PaxosOptions, 'keepsPromises' | 'adopts' | 'learnsFirst' | 'quorum'>
}

/** A group that keeps a log of texts by Paxos; `one-value-per-slot` watches. */
export class PaxosWorld {
  readonly world: MachineWorld<PaxosMessage<string>, PaxosNotice<string>>
  readonly feed = new Feed(invariant)
  readonly durables = new Map<number, ReturnType<typeof PaxosReplica.durable<string>>>()
  readonly members: number
  proposed = 0

  constructor({ seed, members = 5, naive }: PaxosWorldOptions) {
    this.members = members
    for (let self = 0; self < members; self++) this.durables.set(self, PaxosReplica.durable())
    this.world = new MachineWorld({
      seed,
      size: members,
      start: (self, now) =>
        new PaxosReplica<string>(
          {
            members,
            self,
            random: new RandomStream(seed, `member ${self} at ${now}`),
            heartbeatNanos: ms(20),
            patienceNanos: ms(100),
            resendNanos: ms(30),
            ...naive,
          },
          this.durables.get(self)!,
          now,
        ),
    })
    this.world.tell = tellMessage
    this.world.onNotice = (member, notice) => {
      this.feed.now = this.world.now
      if (notice.type === 'chosen')
        this.feed.tell('slot-chosen', { generation: 1, ...notice }, `member ${member}`)
    }
    this.world.boot()
  }

  replica(member: number): PaxosReplica<string> | null {
    return this.world.machine(member) as PaxosReplica<string> | null
  }

  /** Hands a command to whoever thinks that it leads. */
  propose(): void {
    const command = `c${++this.proposed}`
    for (let member = 0; member < this.members; member++) {
      const proposal = this.replica(member)?.propose(this.world.now, command)
      if (proposal) this.world.perform(member, proposal.output)
    }
  }

  logs(): (string | null)[][] {
    return [...this.durables.values()].map(({ chosen }) => chosen)
  }
}

/** Commands under crashes, cuts, loss, duplication and reordering; healed after three seconds. */
export function runPaxos(options: PaxosWorldOptions): PaxosWorld {
  const paxos = new PaxosWorld(options)
  const { world, members } = paxos
  const random = new RandomStream(options.seed, 'faults')
  const all = Array.from({ length: members }, (_, member) => member)
  world.loss = world.duplication = 0.1
  world.maxNanos = ms(30)
  for (let at = ms(10); at < s(3); at += ms(10)) world.at(at, () => paxos.propose())
  for (let at = ms(150); at < s(3); at += ms(120))
    world.at(at, () => {
      const member = random.below(members)
      const draw = random.below(4)
      if (draw === 0) world.crash(member)
      else if (draw === 1) world.restart(member)
      else {
        const side = all.filter(() => random.chance(0.5))
        world.setCut(all, all, false)
        if (draw === 2)
          world.setCut(
            side,
            all.filter((other) => !side.includes(other)),
            true,
          )
      }
    })
  world.at(s(3), () => world.heal())
  for (let at = s(3.6); at < s(4); at += ms(20)) world.at(at, () => paxos.propose())
  world.runUntil(s(5))
  return paxos
}

function tellMessage(message: PaxosMessage<string>): string {
  if (message.type === 'learn')
    return `learn ${message.commands.map((one) => one ?? 'nothing').join(' ')} from slot ${message.from}`
  if (message.type === 'heartbeat') return `heartbeat ${message.ballot}`
  if (message.type === 'promise')
    return `promise ${message.ballot}, having accepted ${message.accepted.map(({ command, ballot }) => `${command ?? 'nothing'} in ${ballot}`).join(', ') || 'nothing'}`
  if (message.type === 'accept')
    return `accept ${message.command ?? 'nothing'} in ${message.ballot}, slot ${message.slot}`
  return `${message.type} ${message.ballot}`
}
