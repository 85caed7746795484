import { sessionModel } from '../sessions/session-model.ts'

export const model = sessionModel(
  'writes-follow-reads',
  'Whoever has read a write reads nothing older than its writer had read.',
)
