import { useState } from 'react'
import { useRun, type OpenedRun } from '../state/run-store.ts'
import { drawnAlike } from './drawn-alike.ts'

/** What is open, as it was when something last changed that is drawn: a slider that is dragged leaves the graph alone. */
export function useDrawn(): OpenedRun | null {
  const opened = useRun((run) => run.opened)
  const [drawn, setDrawn] = useState(opened)
  if (drawn === opened || (drawn !== null && opened !== null && drawnAlike(drawn, opened))) return drawn
  setDrawn(opened)
  return opened
}
