import { finalize32 } from '../../../lib/hash.ts'
import { jumpHash } from '../jump-hash.ts'
import { assertNewMember, positionOf } from '../member-list.ts'
import type { Router, RouterSpec } from '../router.ts'

/**
 * Routing by jump hash over a list of members: perfectly even without any table. It knows bucket numbers only, so
 * members should leave in the reverse order of their coming; when another leaves, the last one takes its place.
 * Paper: Lamping and Veach, "A fast, minimal memory, consistent hash algorithm" (2014). Compare: consistent ring,
 * where any member may leave. Cost: O(log members) a key, 8 bytes a member.
 * Invariant: adding moves keys to the new member only; removing moves the keys of the leaver and of the last one only.
 */
export class Jump implements Router {
  #members: number[] = []

  route(keyHash: number): number {
    const count = this.#members.length
    return count === 0 ? -1 : this.#members[jumpHash(finalize32(keyHash ^ 0x5bd1e995), keyHash, count)]
  }

  add(member: number): void {
    assertNewMember(this.#members, member)
    this.#members.push(member)
  }

  remove(member: number): void {
    const at = positionOf(this.#members, member)
    const last = this.#members.pop()
    if (last !== undefined && at < this.#members.length) this.#members[at] = last
  }

  get members(): readonly number[] {
    return this.#members
  }

  copy(): Jump {
    const twin = new Jump()
    twin.#members = this.#members.slice()
    return twin
  }

  inspect() {
    return { members: this.#members.slice() }
  }
}

export const router: RouterSpec = {
  name: 'jump',
  title: 'Jump hash',
  summary: 'Even and without a table, moving the least; but members may only come and go at the end.',
  create: () => new Jump(),
}
