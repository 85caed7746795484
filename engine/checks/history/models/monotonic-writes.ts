import { sessionModel } from '../sessions/session-model.ts'

export const model = sessionModel(
  'monotonic-writes',
  'Whoever has read a write of a session reads nothing older than its earlier writes.',
)
