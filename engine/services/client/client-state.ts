import type { Call } from '../../kernel/call.ts'
import type { IssueOptions } from '../../kernel/call-tree.ts'
import type { Timer } from '../../kernel/timer.ts'
import type { RandomStream } from '../../lib/random.ts'
import { ms, type Nanos } from '../../lib/units.ts'
import type { Link, Setup } from '../define-service.ts'
import { ClientLoad, type ClientParameters } from './client-load.ts'
import type { CLIENT_PARAMETERS } from './parameters.ts'
import { FOR_EVER_MS } from './patience-parameters.ts'
import { RetryPolicy } from './retry-policy.ts'

/** Volatile state of one client node: the people behind it, and what their programs remember. */
export class ClientState {
  readonly load: ClientLoad
  readonly retry: RetryPolicy
  /** The next arrival of the open loop. */
  arrival: Timer | null = null
  /** One timer a user of the closed loop, by user; pending while he thinks. */
  readonly thinkers: Timer[] = []
  /** Users of the closed loop whose request is under way. */
  readonly asking = new Set<number>()
  /** Until when users stay away who obey Retry-After; only those who were told to. */
  readonly awayUntil = new Map<number, Nanos>()
  deadlineNanos: Nanos = 0
  /** Used again for every attempt: an attempt costs no new object. */
  readonly issueOptions: Required<IssueOptions> = { timeoutNanos: 0, attempt: 1, cancelOnTimeout: false }
  #links: readonly Link[]
  readonly #linkRandom: RandomStream
  #turn = 0

  constructor(setup: Setup<typeof CLIENT_PARAMETERS>) {
    this.load = new ClientLoad(setup)
    this.retry = new RetryPolicy(setup.params, setup.random('retries'))
    this.#links = setup.links('out')
    this.#linkRandom = setup.random('links')
    this.#adoptPatience(setup.params)
  }

  /** Takes new parameters up; true when the next arrival must be worked out anew. */
  adopt(params: ClientParameters): boolean {
    this.retry.adopt(params)
    this.#adoptPatience(params)
    return this.load.adopt(params)
  }

  /** Asks over these connections from now on. */
  connect(links: readonly Link[]): void {
    this.#links = links
  }

  /** The connection that the next attempt of `root` takes. */
  link(root: Call, spread: ClientParameters['spread']): Link {
    const links = this.#links
    if (links.length === 1) return links[0]
    if (spread === 'user') return links[root.client % links.length]
    if (spread === 'random') return links[this.#linkRandom.below(links.length)]
    this.#turn = (this.#turn + 1) % links.length
    return links[this.#turn]
  }

  /** Until when `user` stays away; 0 when he does not. */
  awayFor(user: number, now: Nanos): Nanos {
    if (this.awayUntil.size === 0) return 0
    const until = this.awayUntil.get(user)
    if (until === undefined) return 0
    if (until > now) return until
    this.awayUntil.delete(user)
    return 0
  }

  #adoptPatience(params: ClientParameters): void {
    this.deadlineNanos = patienceNanos(params.deadlineMs)
    this.issueOptions.timeoutNanos = patienceNanos(params.timeoutMs)
    this.issueOptions.cancelOnTimeout = params.cancelOnTimeout
  }
}

/** The longest that can be set means for ever: then no timeout is ever scheduled. */
const patienceNanos = (millis: number): Nanos => (millis === FOR_EVER_MS ? Infinity : ms(millis))
