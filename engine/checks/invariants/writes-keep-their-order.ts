import { sessionInvariant } from '../session-invariant.ts'

export const invariant = sessionInvariant('monotonic-writes', {
  name: 'writes-keep-their-order',
  title: 'Writes keep their order',
  doc: 'Whoever has read a write of a user reads nothing older than that user’s earlier writes.',
})
