import { hashInteger32 } from '../../../lib/hash.ts'
import { assertNewMember, positionOf } from '../member-list.ts'
import type { Router, RouterOptions, RouterSpec } from '../router.ts'

/** How strongly a key is drawn to a member of that salt: 32 evenly spread bits, as a signed integer. */
export function rendezvousScore(keyHash: number, salt: number): number {
  let h = Math.imul(keyHash ^ salt, 0x85ebca6b)
  h = Math.imul((h ^ (h >>> 13)) + salt, 0xc2b2ae35) // the salt again: two members' bids must not mirror each other
  return h ^ (h >>> 16)
}

/** The salt that stands for a member in its scores. */
export const rendezvousSalt = (member: number, seed: number): number => hashInteger32(member + 1, seed) | 0

/**
 * Rendezvous (highest random weight) hashing: every member bids a hash of itself and the key; the highest bid wins.
 * Paper: Thaler and Ravishankar, "Using name-based mappings to increase hit rates" (1998). Compare: consistent ring,
 * which is faster with many members but less even. Cost: O(members) a key, 8 bytes a member.
 * Invariant: adding a member moves keys to it only, removing one moves its keys only.
 */
export class Rendezvous implements Router {
  readonly #seed: number
  #members: number[] = []
  #salts: number[] = []

  constructor({ seed = 0 }: RouterOptions = {}) {
    this.#seed = seed
  }

  route(keyHash: number): number {
    let best = -1
    let bestScore = -Infinity
    for (let i = 0; i < this.#members.length; i++) {
      const score = rendezvousScore(keyHash, this.#salts[i])
      if (score > bestScore || (score === bestScore && this.#members[i] < best)) {
        best = this.#members[i]
        bestScore = score
      }
    }
    return best
  }

  /** The `count` highest bidders, best first: where a key's replicas live. */
  routeSeveral(keyHash: number, count: number): number[] {
    const score = (at: number) => rendezvousScore(keyHash, this.#salts[at])
    return this.#members
      .map((member, at) => ({ member, score: score(at) }))
      .sort((a, b) => b.score - a.score || a.member - b.member)
      .slice(0, count)
      .map(({ member }) => member)
  }

  add(member: number): void {
    assertNewMember(this.#members, member)
    this.#members.push(member)
    this.#salts.push(rendezvousSalt(member, this.#seed))
  }

  remove(member: number): void {
    const at = positionOf(this.#members, member)
    this.#members.splice(at, 1)
    this.#salts.splice(at, 1)
  }

  get members(): readonly number[] {
    return this.#members
  }

  copy(): Rendezvous {
    const twin = new Rendezvous({ seed: this.#seed })
    twin.#members = this.#members.slice()
    twin.#salts = this.#salts.slice()
    return twin
  }

  inspect() {
    return { members: this.#members.slice() }
  }
}

export const router: RouterSpec = {
  name: 'rendezvous',
  title: 'Rendezvous (highest random weight)',
  summary: 'Each member bids a hash of itself and the key; the highest wins. Even, with nothing to store.',
  create: (options) => new Rendezvous(options),
}
