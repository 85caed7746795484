import { Feed } from '../../checks/feed.bed.ts'
import { invariant } from '../../checks/invariants/sagas-end-whole.ts'
import { RandomStream } from '../../lib/random.ts'
import { ms, s } from '../../lib/units.ts'
import { MachineWorld } from './machine-world.bed.ts'
import type { SagaMessage, SagaNotice } from './saga-messages.ts'
import { SagaOrchestrator } from './saga-orchestrator.ts'
import { SagaStep } from './saga-step.ts'

const SERVICES = [1, 2, 3]

export interface SagaWorldOptions {
  readonly seed: number
  readonly orchestrator?: { retriesCompensations?: boolean }
  readonly step?: { idempotent?: boolean }
  /** How often a service cannot take a step. */
  readonly unableShare?: number
}

/** One orchestrator and three services that take a step each; `sagas-end-whole` watches. */
export class SagaWorld {
  readonly world: MachineWorld<SagaMessage, SagaNotice>
  readonly feed = new Feed(invariant)
  readonly ended = { completed: 0, compensated: 0, abandoned: 0 }
  readonly #orchestrator = SagaOrchestrator.durable()
  readonly #steps = [0, ...SERVICES].map(() => SagaStep.durable())
  begun = 0

  constructor({ seed, orchestrator, step, unableShare = 0.1 }: SagaWorldOptions) {
    const able = new RandomStream(seed, 'able')
    this.world = new MachineWorld({
      seed,
      size: 1 + SERVICES.length,
      start: (member) => {
        if (member === 0) {
          const options = { resendNanos: ms(40), tries: 4, ...orchestrator }
          const machine = new SagaOrchestrator(options, this.#orchestrator)
          return withSender(machine)
        }
        const machine = new SagaStep({ ...step }, this.#steps[member])
        return {
          receive: (_now, from, message) => machine.receive(from, message, !able.chance(unableShare)),
          tick: () => ({ persistRecords: 0, send: [], notices: [] }),
        }
      },
    })
    this.world.tell = ({ type, saga, step: at }) => `${type} step ${at + 1} of saga ${saga}`
    this.world.onNotice = (member, notice) => {
      this.feed.now = this.world.now
      if (notice.type === 'apply' || notice.type === 'revert')
        this.feed.tell('saga-step', { ...notice, effect: notice.type }, `service-${member}`)
      else if (notice.type === 'ended') {
        this.ended[notice.outcome]++
        this.feed.tell('saga-ended', notice, 'orchestrator')
      }
    }
    this.world.boot()
  }

  begin(): void {
    const machine = this.world.machine(0) as { orchestrator?: SagaOrchestrator } | null
    if (machine?.orchestrator !== undefined)
      this.world.perform(0, machine.orchestrator.begin(this.world.now, ++this.begun, SERVICES))
  }
}

/** The orchestrator does not care who answers. */
function withSender(orchestrator: SagaOrchestrator) {
  return {
    orchestrator,
    receive: (now: number, _from: number, message: SagaMessage) => orchestrator.receive(now, message),
    tick: (now: number) => orchestrator.tick(now),
  }
}

/** Sagas under crashes, loss, duplication, reordering and cuts; healed after two seconds. */
export function runSagas(options: SagaWorldOptions): SagaWorld {
  const sagas = new SagaWorld(options)
  const { world } = sagas
  const random = new RandomStream(options.seed, 'faults')
  world.loss = 0.15
  world.duplication = 0.15
  world.maxNanos = ms(60)
  for (let at = ms(5); at < s(2); at += ms(30)) world.at(at, () => sagas.begin())
  for (let at = ms(50); at < s(2); at += ms(100))
    world.at(at, () => {
      const member = random.below(4)
      if (world.machine(member) === null || random.chance(0.5)) world.restart(member)
      else world.crash(member)
    })
  world.at(s(2), () => world.heal())
  world.runUntil(s(6))
  return sagas
}
