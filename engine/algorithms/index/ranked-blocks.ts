import { assert } from '../../lib/assert.ts'
import { longer } from './longer.ts'
import { PrefixSums } from './prefix-sums.ts'

/** Entries a block: a move within it is one memory move of at most 2 kB, and its search eight steps. */
const BLOCK = 256
const SPARSE = BLOCK / 4

/**
 * Pairs of a score and a member in ascending order of score, then member, that know their ranks: sorted blocks, a row of the blocks' first
 * entries to search in, and prefix sums over their sizes.
 * Paper: Bayer and McCreight, "Organization and maintenance of large ordered indices" (1972): a B-tree of two levels, with the counts of
 * Knuth, The Art of Computer Programming vol. 3, section 6.2.3. Compare: a skip list with spans, as in Redis (Pugh 1990).
 * Cost: O(log n) comparisons, O(256) to shift, O(n / 256) now and then when a block splits. Invariant: no block is empty; entries rise
 * strictly; sizes sum to `length`.
 */
export class RankedBlocks {
  length = 0
  #scores = new Float64Array(BLOCK)
  #members = new Float64Array(BLOCK)
  #sizes = new Int32Array(1)
  /** Block ids in order; their first entries beside them. */
  #order = new Int32Array(1)
  #firstScores = new Float64Array(1)
  #firstMembers = new Float64Array(1)
  #blocks = 0
  #ids = 0
  readonly #freeIds: number[] = []
  readonly #sums = new PrefixSums()

  get blocks(): number {
    return this.#blocks
  }

  /** Adds a pair that is not there. */
  insert(score: number, member: number): void {
    if (this.#blocks === 0) {
      this.#openBlock(0)
      this.#count()
    }
    let at = this.#blockFor(score, member)
    let id = this.#order[at]
    let place = this.#placeIn(id, score, member)
    if (this.#sizes[id] === BLOCK) {
      const rising = place === BLOCK && at === this.#blocks - 1 // then each block is filled whole
      this.#split(at, rising ? BLOCK : BLOCK / 2)
      const kept = this.#sizes[id]
      if (place > kept || rising) {
        at++
        place -= kept
        id = this.#order[at]
      }
    }
    this.#shiftRight(id, place, score, member)
    this.length++
    this.#sums.add(at, 1)
    if (place === 0) this.#noteFirst(at)
  }

  /** Takes out a pair that is there. */
  remove(score: number, member: number): void {
    const at = this.#blockFor(score, member)
    const id = this.#order[at]
    const place = this.#placeIn(id, score, member)
    const start = id * BLOCK
    assert(
      place < this.#sizes[id] && this.#members[start + place] === member,
      'only what is there is taken out',
    )
    const end = start + this.#sizes[id]
    this.#scores.copyWithin(start + place, start + place + 1, end)
    this.#members.copyWithin(start + place, start + place + 1, end)
    this.#sizes[id]--
    this.length--
    this.#sums.add(at, -1)
    if (this.#sizes[id] < SPARSE) this.#mend(at)
    else if (place === 0) this.#noteFirst(at)
  }

  /** Gives a member that is there another score; within its block that is one move of the memory between. */
  move(from: number, to: number, member: number): void {
    const at = this.#blockFor(from, member)
    if (this.#blockFor(to, member) !== at) {
      this.remove(from, member)
      this.insert(to, member)
      return
    }
    const id = this.#order[at]
    const start = id * BLOCK
    const old = start + this.#placeIn(id, from, member)
    let next = start + this.#placeIn(id, to, member)
    if (next > old) {
      next-- // its own place closes
      this.#scores.copyWithin(old, old + 1, next + 1)
      this.#members.copyWithin(old, old + 1, next + 1)
    } else {
      this.#scores.copyWithin(next + 1, next, old)
      this.#members.copyWithin(next + 1, next, old)
    }
    this.#scores[next] = to
    this.#members[next] = member
    if (old === start || next === start) this.#noteFirst(at)
  }

  /** How many entries come before a pair, whether it is there or not. */
  rank(score: number, member: number): number {
    if (this.#blocks === 0) return 0
    const at = this.#blockFor(score, member)
    return this.#sums.sum(at) + this.#placeIn(this.#order[at], score, member)
  }

  /** The member with so many before it. */
  memberAt(rank: number): number {
    const at = this.#sums.seek(rank)
    return this.#members[this.#order[at] * BLOCK + rank - this.#sums.before]
  }

  /** Members and scores from one rank up to another, which is left out. */
  slice(from: number, to: number): { members: number[]; scores: number[] } {
    const found = { members: [] as number[], scores: [] as number[] }
    let left = to - from
    let index = left > 0 ? this.#sums.seek(from) : 0
    for (let place = from - this.#sums.before; left > 0; index++, place = 0) {
      const start = this.#order[index] * BLOCK
      const end = start + Math.min(this.#sizes[this.#order[index]], place + left)
      for (let at = start + place; at < end; at++) {
        found.members.push(this.#members[at])
        found.scores.push(this.#scores[at])
      }
      left -= end - start - place
    }
    return found
  }

  /** The last block whose first entry does not come after the pair, else the first block. */
  #blockFor(score: number, member: number): number {
    const scores = this.#firstScores
    let low = 0
    let high = this.#blocks - 1
    while (low < high) {
      const middle = (low + high + 1) >>> 1
      const first = scores[middle]
      if (first < score || (first === score && this.#firstMembers[middle] <= member)) low = middle
      else high = middle - 1
    }
    return low
  }

  /** How many entries of a block come before the pair. */
  #placeIn(id: number, score: number, member: number): number {
    const scores = this.#scores
    const start = id * BLOCK
    let low = start
    let high = start + this.#sizes[id]
    while (low < high) {
      const middle = (low + high) >>> 1
      const there = scores[middle]
      if (there < score || (there === score && this.#members[middle] < member)) low = middle + 1
      else high = middle
    }
    return low - start
  }

  #shiftRight(id: number, place: number, score: number, member: number): void {
    const at = id * BLOCK + place
    const end = id * BLOCK + this.#sizes[id]
    this.#scores.copyWithin(at + 1, at, end)
    this.#members.copyWithin(at + 1, at, end)
    this.#scores[at] = score
    this.#members[at] = member
    this.#sizes[id]++
  }

  #noteFirst(at: number): void {
    const start = this.#order[at] * BLOCK
    this.#firstScores[at] = this.#scores[start]
    this.#firstMembers[at] = this.#members[start]
  }

  /** Moves a full block's entries from `kept` on into a new one behind it. */
  #split(at: number, kept: number): void {
    const id = this.#order[at]
    const heir = this.#openBlock(at + 1)
    this.#carry(id, kept, heir, 0, BLOCK - kept)
    this.#sizes[id] = kept
    this.#sizes[heir] = BLOCK - kept
    this.#noteFirst(at + 1)
    this.#count()
  }

  /** A sparse block goes into a neighbour with room; an empty one goes. */
  #mend(at: number): void {
    const size = this.#sizes[this.#order[at]]
    if (size > 0) this.#noteFirst(at)
    if (at > 0 && this.#sizes[this.#order[at - 1]] + size <= BLOCK / 2) this.#join(at - 1)
    else if (at + 1 < this.#blocks && this.#sizes[this.#order[at + 1]] + size <= BLOCK / 2) this.#join(at)
    else if (size === 0) this.#closeBlock(at)
  }

  /** Puts the block after `at` behind the one at it. */
  #join(at: number): void {
    const left = this.#order[at]
    const right = this.#order[at + 1]
    this.#carry(right, 0, left, this.#sizes[left], this.#sizes[right])
    this.#sizes[left] += this.#sizes[right]
    this.#noteFirst(at)
    this.#closeBlock(at + 1)
  }

  #carry(from: number, fromPlace: number, to: number, toPlace: number, count: number): void {
    const start = from * BLOCK + fromPlace
    this.#scores.copyWithin(to * BLOCK + toPlace, start, start + count)
    this.#members.copyWithin(to * BLOCK + toPlace, start, start + count)
  }

  #openBlock(at: number): number {
    const id = this.#freeIds.pop() ?? this.#ids++
    if (id === this.#sizes.length) this.#grow(2 * id)
    for (const row of [this.#order, this.#firstScores, this.#firstMembers])
      row.copyWithin(at + 1, at, this.#blocks)
    this.#order[at] = id
    this.#sizes[id] = 0
    this.#blocks++
    return id
  }

  #closeBlock(at: number): void {
    this.#freeIds.push(this.#order[at])
    for (const row of [this.#order, this.#firstScores, this.#firstMembers])
      row.copyWithin(at, at + 1, this.#blocks)
    this.#blocks--
    this.#count()
  }

  #count(): void {
    this.#sums.rebuild(this.#sizes, this.#order, this.#blocks)
  }

  #grow(blocks: number): void {
    this.#scores = longer(this.#scores, blocks * BLOCK)
    this.#members = longer(this.#members, blocks * BLOCK)
    this.#sizes = longer(this.#sizes, blocks)
    this.#order = longer(this.#order, blocks)
    this.#firstScores = longer(this.#firstScores, blocks)
    this.#firstMembers = longer(this.#firstMembers, blocks)
  }
}
