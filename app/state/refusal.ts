import { InputError } from '../../engine/schema/input-error.ts'
import type { Refused } from '../../workers/api.ts'

/** The refusal that an InputError is; everything else is a fault of the program and thrown on. */
export function sentence(error: unknown): Refused {
  if (error instanceof InputError) return { ok: false, message: error.message }
  throw error
}
