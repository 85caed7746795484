import { useEffect, useMemo } from 'react'
import type { KindDescription } from '../../engine/services/describe-kind.ts'
import { takeAllKinds, useCatalogue } from '../state/catalogue.ts'
import { session } from '../state/session.ts'

let asked = false
const NONE: readonly KindDescription[] = []

/** The kinds that are known by now, for those who look for one by its name. The worker is asked for all when they are first wanted. */
export function useKnownKinds(): readonly KindDescription[] {
  const kinds = useCatalogue((catalogue) => catalogue.kinds)
  useEffect(() => {
    if (asked) return
    asked = true
    void session.commands.kinds().then(takeAllKinds)
  }, [])
  return useMemo(() => [...kinds.values()], [kinds])
}

/** Every kind that there is; none until all have come, so that nothing moves away under a hand that reaches for it. */
export function useAllKinds(): readonly KindDescription[] {
  const complete = useCatalogue((catalogue) => catalogue.complete)
  const known = useKnownKinds()
  return complete ? known : NONE
}
