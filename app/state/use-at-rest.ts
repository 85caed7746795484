import { useEffect, useState } from 'react'
import { afterPainting } from '../ui/after-painting.ts'
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
