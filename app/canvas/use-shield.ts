import { useMemo, type RefObject } from 'react'
import { uiStore } from '../state/ui-store.ts'

/**
 * A pane of glass over the graph while a pointer moves it or its cards. Without it the browser looks up, in each frame, what of two
 * hundred cards and as many edges the pointer is over, and paints that as hovered: two thirds of a frame. Only for pointers that
 * are held: a wheel must reach the graph.
 */
export function useShield(wrapperRef: RefObject<HTMLElement | null>) {
  return useMemo(() => {
    const raise = (event: { type: string } | null) => {
      if (event?.type !== 'mousemove' || uiStore.getState().held) return
      wrapperRef.current?.setAttribute('data-shielded', 'true')
      uiStore.setState({ held: true })
    }
    const lower = () => {
      wrapperRef.current?.removeAttribute('data-shielded')
      uiStore.setState({ held: false })
    }
    return { raise, lower }
  }, [wrapperRef])
}
