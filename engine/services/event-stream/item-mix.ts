import { AliasTable } from '../../lib/distribution/alias-table.ts'
import { pow } from '../../lib/math.ts'
import type { RandomStream } from '../../lib/random.ts'
import type { EventStreamParams } from './params.ts'

/** Items by where they come from; each kind has numbers of its own. All stay below 2^30, which arrays hold without boxes. */
const HOT_ITEM = 99_999_999
const FIRST_LOCAL = 100_000_000
const LOCAL_OF_REGION = 100_000
const FIRST_BAND = 200_000_000
const FIRST_OF_TAIL = 300_000_000
const TAIL_ITEMS = 700_000_000

type Mix = Pick<
  EventStreamParams,
  | 'items'
  | 'keySkew'
  | 'shift'
  | 'localShare'
  | 'localItems'
  | 'bandShare'
  | 'bandItems'
  | 'tailShare'
  | 'hotKeyShare'
>

/** Draws what events are about: one draw says of which kind, a second which item. */
export class ItemMix {
  #popular!: AliasTable
  #popularFor = ''
  /** Cumulated shares. */
  #hot = 0
  #tail = 0
  #local = 0
  #band = 0
  #mix!: Mix
  #tailItems = 0
  /** Items that are second everywhere come in turn, in every region. */
  readonly #bandTurns: number[] = []

  constructor(mix: Mix) {
    this.configure(mix)
  }

  /** Takes up other shares; shares beyond the whole leave nothing for what comes after them. */
  configure(mix: Mix): void {
    this.#mix = mix
    this.#hot = mix.hotKeyShare
    this.#tail = this.#hot + (1 - this.#hot) * mix.tailShare
    this.#local = this.#tail + (1 - this.#tail) * mix.localShare
    this.#band = this.#local + (1 - this.#tail) * mix.bandShare
    const popularFor = `${mix.items} ${mix.keySkew}`
    if (popularFor === this.#popularFor) return
    this.#popularFor = popularFor
    this.#popular = new AliasTable(Array.from({ length: mix.items }, (_, i) => pow(i + 1, -mix.keySkew)))
  }

  next(region: number, random: RandomStream): number {
    const u = random.uniform()
    if (u >= this.#band) return this.#mix.shift + this.#popular.next(random)
    if (u < this.#hot) return HOT_ITEM
    if (u < this.#tail) return FIRST_OF_TAIL + (this.#tailItems++ % TAIL_ITEMS)
    if (u < this.#local) {
      return FIRST_LOCAL + region * LOCAL_OF_REGION + Math.floor(random.uniform() * this.#mix.localItems)
    }
    const turn = (this.#bandTurns[region] ?? 0) + 1
    this.#bandTurns[region] = turn
    return FIRST_BAND + (turn % this.#mix.bandItems)
  }
}
