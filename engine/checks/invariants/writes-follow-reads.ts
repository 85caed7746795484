import { sessionInvariant } from '../session-invariant.ts'

export const invariant = sessionInvariant('writes-follow-reads', {
  name: 'writes-follow-reads',
  title: 'Writes follow what was read',
  doc: 'Whoever has read a write reads nothing older than what its writer had read.',
})
