import { useCallback, useEffect, useRef, type RefObject } from 'react'
import { uiStore } from '../state/ui-store.ts'
import { afterPainting } from '../ui/after-painting.ts'

/**
 * A pane of glass over the graph while a pointer moves it or its cards. Without it the browser looks up, in each frame, what of two
 * hundred cards and as many edges the pointer is over, and paints that as hovered. Only for pointers that are held: a wheel must
 * reach the graph. Returned is what raises it, for every move; it goes when the pointer lets go, whatever has become of what it held.
 */
export function useShield(wrapperRef: RefObject<HTMLElement | null>) {
  const restRef = useRef(() => {})
  useEffect(() => {
    const lower = () => {
      if (!isRaised(wrapperRef.current)) return
      wrapperRef.current?.removeAttribute('data-shielded')
      // What is beside the canvas comes after what was let go on it.
      restRef.current = afterPainting(() => uiStore.setState({ held: false }))
    }
    for (const type of LETS_GO) addEventListener(type, lower)
    return () => {
      for (const type of LETS_GO) removeEventListener(type, lower)
      restRef.current()
      uiStore.setState({ held: false })
    }
  }, [wrapperRef])
  return useCallback(
    (event: { type: string } | null) => {
      if (event?.type !== 'mousemove' || isRaised(wrapperRef.current)) return
      restRef.current()
      wrapperRef.current?.setAttribute('data-shielded', 'true')
      uiStore.setState({ held: true })
    },
    [wrapperRef],
  )
}

const isRaised = (wrapper: HTMLElement | null): boolean => wrapper?.hasAttribute('data-shielded') ?? false
const LETS_GO = ['pointerup', 'pointercancel', 'blur']
