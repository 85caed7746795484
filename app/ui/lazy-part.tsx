import { lazy, Suspense, useState, type ComponentType } from 'react'
import { loadLater } from './load-later.ts'

/**
 * A part of the page that a first visit does without: its code is fetched when it is first shown, or when the page has nothing else to
 * do, whichever comes first. Once it is there it shows at once; until then nothing stands in its place, so that nothing jumps.
 */
export function lazyPart<Props extends object>(
  load: () => Promise<ComponentType<Props>>,
): ComponentType<Props> {
  let Loaded: ComponentType<Props> | null = null
  const fetched = async () => ({ default: (Loaded = await load()) })
  const Waiting = lazy(fetched)
  loadLater(fetched)
  return function LazyPart(props) {
    // What was begun stays, for another component in its place would begin anew.
    const [Part] = useState(() => Loaded ?? Waiting)
    return (
      <Suspense fallback={null}>
        <Part {...props} />
      </Suspense>
    )
  }
}
