import { sessionInvariant } from '../session-invariant.ts'

export const invariant = sessionInvariant('monotonic-reads', {
  name: 'reads-never-go-back',
  title: 'Reads never go back',
  doc: 'No user reads anything older than what he has read before.',
})
