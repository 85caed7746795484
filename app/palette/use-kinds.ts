import { useEffect, useMemo } from 'react'
import type { KindDescription } from '../../engine/services/describe-kind.ts'
import { takeAllKinds, useCatalogue } from '../state/catalogue.ts'
import { session } from '../state/session.ts'

let asked = false

/**
 * Every kind that there is; undefined until all have come, so that nothing moves away under a hand that reaches for it, and nothing
 * that sounds alike is chosen instead. The worker is asked for them when they are first wanted.
 */
export function useAllKinds(): readonly KindDescription[] | undefined {
  const { kinds, complete } = useCatalogue((catalogue) => catalogue)
  useEffect(() => {
    if (asked) return
    asked = true
    void session.commands.kinds().then(takeAllKinds)
  }, [])
  return useMemo(() => (complete ? [...kinds.values()] : undefined), [kinds, complete])
}
