import { isJoint, settled, type Configuration } from './configuration.ts'

/**
 * The next configuration on the way to one in which `member` votes, or in which it does not belong to the group at all; null
 * when there is nothing to ask for: it is so, a change is under way, or nobody would be left. Somebody new learns first.
 * Paper: Ongaro and Ousterhout (2014), section 6. Compare: changes of one server at a time (Ongaro's thesis, section 4.1).
 * Cost: a few steps, each an entry of the log; joint consensus takes two. Invariant: at each step one majority of each set.
 */
export function stepTowards(
  configuration: Configuration,
  member: number,
  votes: boolean,
): Configuration | null {
  if (isJoint(configuration)) return null
  const { voters, learners } = configuration
  const without = (members: readonly number[]) => members.filter((each) => each !== member)
  if (votes) {
    if (voters.includes(member)) return null
    if (learners.includes(member)) return settled([...voters, member], without(learners))
    return settled(voters, [...learners, member])
  }
  if (!voters.includes(member) && !learners.includes(member)) return null
  const rest = without(voters)
  return rest.length === 0 ? null : settled(rest, without(learners))
}
