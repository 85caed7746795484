import { useCallback, useEffect, type RefObject } from 'react'
import { uiStore } from '../state/ui-store.ts'

/**
 * A pane of glass over the graph while a pointer moves it or its cards. Without it the browser looks up, in each frame, what of two
 * hundred cards and as many edges the pointer is over, and paints that as hovered. Only for pointers that are held: a wheel must
 * reach the graph. Returned is what raises it, for every move; it goes when the pointer lets go, whatever has become of what it held.
 */
export function useShield(wrapperRef: RefObject<HTMLElement | null>) {
  useEffect(() => {
    const lower = () => {
      if (!uiStore.getState().held) return
      wrapperRef.current?.removeAttribute('data-shielded')
      uiStore.setState({ held: false })
    }
    for (const type of LETS_GO) addEventListener(type, lower)
    return () => {
      for (const type of LETS_GO) removeEventListener(type, lower)
      lower()
    }
  }, [wrapperRef])
  return useCallback(
    (event: { type: string } | null) => {
      if (event?.type !== 'mousemove' || uiStore.getState().held) return
      wrapperRef.current?.setAttribute('data-shielded', 'true')
      uiStore.setState({ held: true })
    },
    [wrapperRef],
  )
}

const LETS_GO = ['pointerup', 'pointercancel', 'blur']
