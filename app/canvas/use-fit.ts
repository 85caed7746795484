import { useNodesInitialized, useReactFlow } from '@xyflow/react'
import { useCallback, useEffect, useRef, type RefObject } from 'react'

const VIEW = { padding: { top: '56px', right: '28px', bottom: '64px', left: '28px' }, maxZoom: 1.25 } as const

/** Keeps the whole graph in view when it opens and when the room for it changes, until a person moves it. */
export function useFit(wrapperRef: RefObject<HTMLElement | null>, run: number, nodes: number) {
  const { fitView } = useReactFlow()
  const ready = useNodesInitialized()
  const movedRef = useRef(false)
  const fit = useCallback(() => {
    movedRef.current = false
    void fitView(VIEW)
  }, [fitView])
  useEffect(() => {
    // Another run of the same design is fitted anew as well.
    if (ready && run >= 0) fit()
  }, [ready, fit, run])
  useEffect(() => {
    // What is added is in view as well.
    if (nodes > 0 && !movedRef.current) void fitView(VIEW)
  }, [nodes, fitView])
  useEffect(() => {
    const wrapper = wrapperRef.current
    if (wrapper === null) return
    const observer = new ResizeObserver(() => {
      if (!movedRef.current) void fitView(VIEW)
    })
    observer.observe(wrapper)
    return () => observer.disconnect()
  }, [wrapperRef, fitView])
  /** A person has taken hold of the view: only their moves come with an event. */
  const moved = useCallback((event: unknown) => {
    if (event !== null && event !== undefined) movedRef.current = true
  }, [])
  return { fit, moved }
}
