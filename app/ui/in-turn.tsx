import { Children, useEffect, useState, type ReactNode } from 'react'
import { afterPainting } from './after-painting.ts'

/** Renders one of its children after the other, each in a task of its own behind a painted frame: a long sheet holds up no frame. */
export function InTurn({ children }: { children: ReactNode }) {
  const pieces = Children.toArray(children)
  const [there, setThere] = useState(0)
  const more = there < pieces.length
  useEffect(() => (more ? afterPainting(() => setThere(there + 1)) : undefined), [there, more])
  return pieces.slice(0, there)
}
