import { sessionInvariant } from '../session-invariant.ts'

export const invariant = sessionInvariant('causal', {
  name: 'causally-consistent',
  title: 'No effect without its cause',
  doc: 'Whoever has seen a write sees all that its writer had seen, and never goes back.',
})
