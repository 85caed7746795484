import { useEffect } from 'react'
import { loadLater } from '../ui/load-later.ts'

const load = () => Promise.all([import('./edit-keys.ts'), import('./clipboard.ts')])

/**
 * Hears the keys that edit the graph, and those that copy and paste, on the whole page. What they do is fetched when the page has
 * nothing else to do, or with the first key: a first visit does without.
 */
export function useEditKeys(): void {
  useEffect(() => {
    let press: ((event: KeyboardEvent) => void) | null = null
    let deafen: (() => void) | null = null
    let gone = false
    const ready = async () => {
      const [{ pressed }, { listenToClipboard }] = await load()
      if (!gone) deafen ??= listenToClipboard()
      return (press = pressed)
    }
    loadLater(ready)
    const hear = (event: KeyboardEvent) => {
      if (press !== null) press(event)
      else void ready().then((late) => late(event))
    }
    document.addEventListener('keydown', hear)
    return () => {
      gone = true
      document.removeEventListener('keydown', hear)
      deafen?.()
    }
  }, [])
}
