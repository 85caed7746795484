import { session, sharing } from '../state/session.ts'
import { Exporting } from './exporting.ts'

/** The open design as pictures, diagrams and reports. Loaded when the first of them is asked for. */
export const exporting = new Exporting(session, sharing)
