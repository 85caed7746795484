import { sessionModel } from '../sessions/session-model.ts'

export const model = sessionModel(
  'read-your-writes',
  'A session never reads anything older than its own writes.',
)
