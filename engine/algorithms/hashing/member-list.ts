import { assert } from '../../lib/assert.ts'

/** Members above this are refused: a ring point packs its hash and its member into one exact number. */
export const MEMBER_MAX = 1_048_575

/** Throws unless `member` may be added to `members`. */
export function assertNewMember(members: readonly number[], member: number): void {
  assert(
    Number.isInteger(member) && member >= 0 && member <= MEMBER_MAX,
    'a member is an integer from 0 to 1,048,575',
  )
  assert(!members.includes(member), 'a member is added once')
}

/** Where `member` stands in `members`; throws when it is not there. */
export function positionOf(members: readonly number[], member: number): number {
  const at = members.indexOf(member)
  assert(at >= 0, 'only a member can be removed')
  return at
}
