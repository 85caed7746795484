import { useState } from 'react'
import { useUi } from './ui-store.ts'

/** A value for what stands beside the canvas; while a person has hold of cards, as it was before: what is beside them stays in sight. */
export function useUnlessHeld<T>(value: T): T {
  const held = useUi((ui) => ui.held)
  const [before, setBefore] = useState(value)
  if (held) return before
  if (before !== value) setBefore(value)
  return value
}
