import { useEffect, useState, type ReactNode } from 'react'
import { afterPainting } from './after-painting.ts'

/** Renders what is in it in a task of its own behind a painted frame: a long sheet comes piece by piece, and holds up no frame. */
export function InTurn({ children }: { children: ReactNode }) {
  const [there, come] = useState(false)
  useEffect(() => (there ? undefined : afterPainting(() => come(true))), [there])
  return there ? children : null
}
