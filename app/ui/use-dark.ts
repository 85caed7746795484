import type { Theme } from './theme.ts'
import { useMedia } from './use-media.ts'

/** Whether the page is dark, for what is drawn on canvases. */
export function useDark(theme: Theme): boolean {
  const dark = useMedia('(prefers-color-scheme: dark)')
  return theme === 'system' ? dark : theme === 'dark'
}
