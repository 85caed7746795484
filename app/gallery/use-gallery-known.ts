import { useEffect, useState } from 'react'
import { catalogueStore } from '../state/catalogue.ts'
import { session } from '../state/session.ts'
import { librarianSoon } from '../storage/keep-designs.ts'
import { shelfStore } from '../storage/shelf-store.ts'

/** True once everything that the gallery lists has been read, or cannot be; read once, and one’s own designs anew each time. */
export function useGalleryKnown(): boolean {
  const [known, setKnown] = useState(isKnown)
  useEffect(() => {
    let isOpen = true
    void Promise.allSettled([readSummaries(), readOwn()]).then(() => isOpen && setKnown(true))
    return () => void (isOpen = false)
  }, [])
  return known
}

const hasSummaries = () => Object.keys(catalogueStore.getState().summaries).length > 0

const isKnown = () => hasSummaries() && shelfStore.getState().designs !== null

/** What each design that runs is about. */
async function readSummaries(): Promise<void> {
  if (!hasSummaries()) catalogueStore.setState({ summaries: await session.commands.summaries() })
}

async function readOwn(): Promise<void> {
  await (await librarianSoon()).refresh()
}
