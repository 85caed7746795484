import { assertNewMember, positionOf } from '../member-list.ts'
import type { Router, RouterSpec } from '../router.ts'

/**
 * The hash modulo the number of members: perfectly even, and nearly every key moves when that number changes.
 * Paper: none; folklore. Compare: consistent ring, jump hash. Cost: O(1) time, 8 bytes a member.
 * Invariant: adding to N members moves N/(N+1) of the keys, where 1/(N+1) would do.
 */
export class ModN implements Router {
  #members: number[] = []

  route(keyHash: number): number {
    return this.#members.length === 0 ? -1 : this.#members[keyHash % this.#members.length]
  }

  add(member: number): void {
    assertNewMember(this.#members, member)
    this.#members.push(member)
  }

  remove(member: number): void {
    this.#members.splice(positionOf(this.#members, member), 1)
  }

  get members(): readonly number[] {
    return this.#members
  }

  copy(): ModN {
    const twin = new ModN()
    twin.#members = this.#members.slice()
    return twin
  }

  inspect() {
    return { members: this.#members.slice() }
  }
}

export const router: RouterSpec = {
  name: 'mod-n',
  title: 'Hash modulo N',
  summary: 'Even and simple, but almost every key moves when a member comes or goes.',
  create: () => new ModN(),
}
