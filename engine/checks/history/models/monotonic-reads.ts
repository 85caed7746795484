import { sessionModel } from '../sessions/session-model.ts'

export const model = sessionModel(
  'monotonic-reads',
  'A session never reads anything older than it has read before.',
)
