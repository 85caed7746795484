import type { RandomStream } from '../../lib/random.ts'
import { HOUR, SECOND, ms, s, wholeNanos, type Clock, type Nanos } from '../../lib/units.ts'
import { InputError } from '../../schema/input-error.ts'
import type { ValuesOf } from '../../schema/parameter.ts'
import type { Arrivals } from '../../workload/arrivals.ts'
import { exponential } from '../../lib/distribution/exponential.ts'
import { OpenArrivals } from '../../workload/open-arrivals.ts'
import type { Operation, OperationSource } from '../../workload/operation.ts'
import { OPERATION_SETS } from '../../workload/operation-sets.ts'
import type { KeySource } from '../../workload/popularity.ts'
import { POPULARITIES } from '../../workload/popularities.ts'
import type { Recording } from '../../workload/recording.ts'
import { ReplayedArrivals } from '../../workload/replayed-arrivals.ts'
import { SHAPES } from '../../workload/shapes.ts'
import type { Setup } from '../define-service.ts'
import type { CLIENT_PARAMETERS } from './parameters.ts'

export type ClientParameters = ValuesOf<typeof CLIENT_PARAMETERS>
type Name = keyof ClientParameters

const MOST_THINKING: Nanos = 30 * 24 * HOUR

/** Each part is made anew only when one of its own parameters changes: turning the rate does not restart a scan. */
const ARRIVAL_NAMES: readonly Name[] = [
  'loop',
  'ratePerSecond',
  'spacing',
  'pattern',
  'patternStartSeconds',
  'patternSeconds',
  'patternPeak',
  'spikeFactor',
]
const KEY_NAMES: readonly Name[] = ['keys', 'popularity', 'keySkew', 'hotKeys', 'hotRequests', 'shiftSeconds']

/** What the people behind a client want, and when. */
export class ClientLoad {
  /** The wish that was made last; filled anew each time, so that a wish costs no object. */
  readonly operation: Operation = blankOperation()
  /** When the latest wish was made. */
  readonly #clock = { now: 0 }
  #params: ClientParameters
  #arrivals: Arrivals
  #keys: KeySource
  #operations: OperationSource
  readonly #streams: Readonly<Record<'arrivals' | 'users' | 'keys' | 'hotKey' | 'operations', RandomStream>>

  readonly #recording: Recording | null
  readonly #nodeId: string

  constructor({ params, random, recording, nodeId }: Setup<typeof CLIENT_PARAMETERS>) {
    this.#params = params
    this.#recording = recording
    this.#nodeId = nodeId
    this.#streams = {
      arrivals: random('arrivals'),
      users: random('users'),
      keys: random('keys'),
      hotKey: random('hot-key'),
      operations: random('operations'),
    }
    this.#arrivals = this.#makeArrivals()
    this.#keys = this.#makeKeys()
    this.#operations = this.#makeOperations()
  }

  /** Takes new parameters up; true when the instant of the next arrival must be worked out anew. */
  adopt(params: ClientParameters): boolean {
    const changed = (names: readonly Name[]) => names.some((name) => params[name] !== this.#params[name])
    const arrivalsChanged = changed(ARRIVAL_NAMES)
    const keysChanged = changed(KEY_NAMES)
    const operationsChanged = changed(['operations'])
    this.#params = params
    if (arrivalsChanged) this.#arrivals = this.#makeArrivals()
    if (keysChanged) this.#keys = this.#makeKeys()
    if (operationsChanged) this.#operations = this.#makeOperations()
    return arrivalsChanged
  }

  /** When the next request of an open loop comes; Infinity when none follows. */
  get arrivesAt(): Nanos {
    return this.#arrivals.at
  }

  /** Goes on to the arrival after this one. */
  nextArrival(): void {
    this.#arrivals.next()
  }

  /** Arrivals are wanted from now on. */
  arriveFrom(now: Nanos): void {
    this.#arrivals.at = now
    this.#arrivals.next()
  }

  /** How long a user of a closed loop thinks. */
  thinkNanos(): Nanos {
    const { thinkMs, spikeFactor } = this.#params
    const nanos = (ms(thinkMs) / spikeFactor) * exponential(this.#streams.users)
    return wholeNanos(Math.min(nanos, MOST_THINKING)) // without load they think until the parameters change
  }

  /** Who asks next in an open loop. */
  nextUser(): number {
    const { users, firstUser, abusiveShare } = this.#params
    const random = this.#streams.users
    if (abusiveShare > 0) {
      if (users === 1 || random.chance(abusiveShare)) return firstUser
      return firstUser + 1 + random.below(users - 1)
    }
    return users === 1 ? firstUser : firstUser + random.below(users)
  }

  /** What `user` wants now; valid until the next call. */
  wish(user: number, clock: Clock): Operation {
    const { operation } = this
    this.#clock.now = clock.now
    operation.op = 'read'
    operation.key = 0
    operation.body = null
    operation.client = user
    operation.cost = 1
    operation.sizeBytes = 0
    operation.priority = this.#params.priority
    this.#operations.next(operation)
    return operation
  }

  /** Tells the operations how one of their wishes ended. */
  answered(wish: Readonly<Omit<Operation, 'cost' | 'priority'>>, ok: boolean, value: unknown): void {
    this.#operations.answered?.(wish, ok, value)
  }

  #makeArrivals(): Arrivals {
    if (this.#params.loop === 'recorded') return new ReplayedArrivals(this.#recorded().instants!)
    const { ratePerSecond, spikeFactor, spacing, pattern } = this.#params
    const { patternStartSeconds, patternSeconds, patternPeak } = this.#params
    const shape = SHAPES.get(pattern)!.make({
      startNanos: s(patternStartSeconds),
      lengthNanos: s(patternSeconds),
      peak: patternPeak,
    })
    return new OpenArrivals(
      { ratePerSecond: ratePerSecond * spikeFactor, shape, spacing },
      this.#streams.arrivals,
    )
  }

  #makeKeys(): KeySource {
    const { keys, keySkew, hotKeys, hotRequests, shiftSeconds, popularity } = this.#params
    const recording = popularity === 'recorded' ? this.#recorded() : null
    const options = {
      keys,
      skew: keySkew,
      hotKeys,
      hotRequests,
      shiftNanos: Math.round(shiftSeconds * SECOND),
      clock: this.#clock,
      recording,
    }
    return POPULARITIES.get(popularity)!.make(options, this.#streams.keys)
  }

  /** The recording, which is there and has what the parameters ask for. */
  #recorded(): Recording {
    const recording = this.#recording
    const { loop } = this.#params
    if (recording !== null && recording.keys.length > 0 && (loop !== 'recorded' || recording.instants))
      return recording
    const what = loop === 'recorded' ? 'instants' : 'keys'
    throw new InputError(
      `Node "${this.#nodeId}" is to replay recorded ${what}, and no recording has any; choose something else.`,
    )
  }

  #makeOperations(): OperationSource {
    // Read through this object, so that operations see new keys and parameters without being made anew.
    return OPERATION_SETS.get(this.#params.operations)!.make({
      keys: { next: () => this.#nextKey() },
      random: this.#streams.operations,
      params: () => this.#params,
    })
  }

  #nextKey(): number {
    const { hotKeyShare } = this.#params
    if (hotKeyShare > 0 && this.#streams.hotKey.chance(hotKeyShare)) return 0
    return this.#keys.next()
  }
}

const blankOperation = (): Operation => ({
  op: 'read',
  key: 0,
  body: null,
  client: 0,
  cost: 1,
  sizeBytes: 0,
  priority: 0,
})
