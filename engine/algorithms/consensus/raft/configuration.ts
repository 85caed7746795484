/** Who belongs to the group, by number. While it changes, two sets of voters decide together. */
export interface Configuration {
  readonly voters: readonly number[]
  /** The voters before, as long as both sets must agree; empty otherwise. */
  readonly outgoing: readonly number[]
  /** Get the log but neither vote nor count. */
  readonly learners: readonly number[]
}

/** A configuration that is not being changed. */
export const settled = (voters: readonly number[], learners: readonly number[] = []): Configuration => ({
  voters: [...voters].sort((a, b) => a - b),
  outgoing: [],
  learners: [...learners].sort((a, b) => a - b),
})

export const isJoint = ({ outgoing }: Configuration): boolean => outgoing.length > 0

export const isVoter = ({ voters, outgoing }: Configuration, member: number): boolean =>
  voters.includes(member) || outgoing.includes(member)

/** Everyone who gets the log, ascending. */
export function membersOf({ voters, outgoing, learners }: Configuration): number[] {
  return [...new Set([...voters, ...outgoing, ...learners])].sort((a, b) => a - b)
}

/** In words: `1 2 3`, `1 2 4 and 1 2 3`, `1 2 3, learning 4`; with names where there are any. */
export function tellConfiguration(
  { voters, outgoing, learners }: Configuration,
  names: readonly string[] = [],
): string {
  const list = (members: readonly number[]) => members.map((member) => names[member] ?? member).join(' ')
  const joint = outgoing.length > 0 ? ` and ${list(outgoing)}` : ''
  return `${list(voters)}${joint}${learners.length > 0 ? `, learning ${list(learners)}` : ''}`
}
