import { useEffect, useState } from 'react'
import { useRun } from './run-store.ts'
import { useUi } from './ui-store.ts'

/**
 * A value for what stands beside the canvas: it comes in a task of its own once the canvas has been painted, and not while a person
 * has hold of cards. Undefined until then.
 */
export function useAtRest<T>(value: T): T | undefined {
  const held = useUi((ui) => ui.held)
  const [shown, setShown] = useState<{ value: T }>()
  useEffect(() => {
    if (held || (shown !== undefined && shown.value === value)) return
    return afterPainting(() => setShown({ value }))
  }, [held, shown, value])
  return shown?.value
}

/** How long sheets wait for a run that is being done again. */
const LONGEST_WAIT_MS = 1_000

/**
 * Whether it is the turn of what stands beside the canvas: once the first graph has been painted at the instant it was opened at, and
 * a second after it was opened at the latest. What people look at first comes first.
 */
export function useGraphFirst(): boolean {
  const opened = useRun((run) => run.opened !== null)
  const there = useRun((run) => run.opened !== null && !run.doingAgain)
  const [begun, begin] = useState(false)
  useEffect(() => {
    if (begun || !opened) return
    if (there) return afterPainting(() => begin(true))
    const timer = setTimeout(() => begin(true), LONGEST_WAIT_MS)
    return () => clearTimeout(timer)
  }, [begun, opened, there])
  return begun
}

/** Calls back in a task behind the next frame, unless the returned function is called first. */
function afterPainting(callback: () => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined
  const frame = requestAnimationFrame(() => {
    timer = setTimeout(callback)
  })
  return () => {
    cancelAnimationFrame(frame)
    clearTimeout(timer)
  }
}
