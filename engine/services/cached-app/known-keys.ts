import { BloomFilter } from '../../algorithms/sketch/bloom-filter.ts'
import type { PresentKeys } from '../database/service.ts'

interface FilterParams {
  readonly filter: 'off' | 'on' | 'frozen'
  readonly filterKeys: number
  readonly falsePositives: number
}

/** Which keys exist, as far as this server knows: it may take an absent one for present, never a present one for absent. */
export class KnownKeys {
  #params: FilterParams
  #filter: BloomFilter | null = null
  /** Keys that were told of while the origin was being asked for all others. */
  #early: number[] = []

  constructor(params: FilterParams) {
    this.#params = params
  }

  /** Whether it can answer: the origin has said which keys there are. */
  get ready(): boolean {
    return this.#filter !== null
  }

  /** Whether the origin must be asked. */
  get wanted(): boolean {
    return this.#params.filter !== 'off' && this.#filter === null
  }

  /** The filter, for checks and pictures. */
  get filter(): BloomFilter | null {
    return this.#filter
  }

  denies(key: number): boolean {
    return this.#filter !== null && !this.#filter.mayContain(key)
  }

  /** A key exists from now on. */
  add(key: number): void {
    if (this.#filter === null) this.#early.push(key)
    else if (this.#params.filter === 'on') this.#filter.add(key)
  }

  /** The origin's answer. */
  build({ firstRows, others }: PresentKeys): void {
    if (!this.wanted) return
    const { filterKeys, falsePositives } = this.#params
    const filter = new BloomFilter({ keys: filterKeys, falsePositiveRate: falsePositives })
    for (let key = 0; key < firstRows; key++) filter.add(key)
    for (const key of others) filter.add(key)
    for (const key of this.#early) filter.add(key)
    this.#early = []
    this.#filter = filter
  }

  /** Takes parameters up; true if the origin must be asked for its keys. */
  adopt(params: FilterParams): boolean {
    const { filter, filterKeys, falsePositives } = this.#params
    const same =
      filter === params.filter && filterKeys === params.filterKeys && falsePositives === params.falsePositives
    this.#params = params
    if (!same) {
      this.#filter = null
      this.#early = []
    }
    return !same && this.wanted
  }
}
