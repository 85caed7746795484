import { useEffect, useRef, type KeyboardEvent, type RefObject } from 'react'
import { afterPainting } from './after-painting.ts'

/** Remembers an Enter that was pressed before a list had its items, and chooses the first one found when they are there. */
export function useEarlyEnter(list: RefObject<HTMLElement | null>, isThere: boolean) {
  const pressed = useRef(false)
  useEffect(() => {
    if (!isThere || !pressed.current) return
    pressed.current = false
    // The list sorts itself by what is typed when its items have been mounted.
    return afterPainting(() => {
      list.current?.querySelector<HTMLElement>('[cmdk-item][aria-selected=true]')?.click()
    })
  }, [list, isThere])
  return (event: KeyboardEvent) => {
    if (isThere) return
    pressed.current = event.key === 'Enter' // who types on has not chosen yet
    if (pressed.current) event.preventDefault()
  }
}
