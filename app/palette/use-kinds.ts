import { useEffect, useMemo } from 'react'
import type { KindDescription } from '../../engine/services/describe-kind.ts'
import { takeKinds, useCatalogue } from '../state/catalogue.ts'
import { session } from '../state/session.ts'

let asked = false

/** Every kind that there is. The worker is asked for them when they are first wanted. */
export function useKinds(): readonly KindDescription[] {
  const kinds = useCatalogue((catalogue) => catalogue.kinds)
  useEffect(() => {
    if (asked) return
    asked = true
    void session.commands.kinds().then(takeKinds)
  }, [])
  return useMemo(() => [...kinds.values()], [kinds])
}
