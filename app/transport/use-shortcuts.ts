import { useEffect } from 'react'
import { session } from '../state/session.ts'
import { isDialogWished } from '../state/ui-store.ts'
import { isTypedInto } from '../ui/typed-into.ts'
import { nextSpeed } from './speeds.ts'

const TEN_MS = 10_000_000

/** What each key does, for the handler and for the list that a person sees. */
export const SHORTCUTS: readonly { keys: string[]; title: string; run: () => void }[] = [
  { keys: [' '], title: 'Play or pause', run: () => void session.toggle() },
  { keys: ['.'], title: 'Step to the next event', run: () => void session.stepEvent() },
  { keys: ['>'], title: 'Step 10 ms', run: () => void session.stepBy(TEN_MS) },
  { keys: ['['], title: 'Slower', run: () => void changeSpeed(-1) },
  { keys: [']'], title: 'Faster', run: () => void changeSpeed(1) },
]

/** Keys that work on the canvas; they need the focus there. */
export const CANVAS_KEYS: readonly { keys: string[]; title: string }[] = [
  { keys: ['Tab'], title: 'Next node or edge' },
  { keys: ['Enter'], title: 'Select it' },
  { keys: ['↑', '↓', '←', '→'], title: 'Move the view' },
  { keys: ['+', '−'], title: 'Zoom' },
]

function changeSpeed(way: 1 | -1): Promise<void> {
  return session.setSpeed(nextSpeed(session.store.getState().speed, way))
}

/** Hears the keys on the whole page, except where somebody types or a control wants the key itself. */
export function useShortcuts(): void {
  useEffect(() => {
    const hear = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return
      const shortcut = SHORTCUTS.find(({ keys }) => keys.includes(event.key))
      if (shortcut === undefined || isTaken(event.target, event.key)) return
      event.preventDefault()
      shortcut.run()
    }
    document.addEventListener('keydown', hear)
    return () => document.removeEventListener('keydown', hear)
  }, [])
}

/** Whether the element under the focus needs this key: text fields and dialogs all of them, buttons and their like the space bar. */
function isTaken(target: EventTarget | null, key: string): boolean {
  if (isDialogWished() || isTypedInto(target)) return true
  if (!(target instanceof HTMLElement)) return false
  return (
    key === ' ' &&
    target.closest('button, a, summary, [role="menuitem"], [role="option"], [role="tab"]') !== null
  )
}
