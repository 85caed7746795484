import { sessionInvariant } from '../session-invariant.ts'

export const invariant = sessionInvariant('read-your-writes', {
  name: 'reads-own-writes',
  title: 'Users see their own writes',
  doc: 'No user reads anything older than what he has written himself.',
})
