import { sessionModel } from '../sessions/session-model.ts'

export const model = sessionModel('causal', 'Whoever has seen a write has seen all that its writer had seen.')
