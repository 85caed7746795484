import { useEffect, useState } from 'react'
import { catalogueStore } from '../state/catalogue.ts'
import { session } from '../state/session.ts'
import { librarianSoon } from '../storage/keep-designs.ts'
import { shelfStore } from '../storage/shelf-store.ts'

/** A storage that does not answer (another tab holds it up) keeps nobody from the designs. */
const WAITS_MOST_MS = 2_000

/** True once everything that the gallery lists has been read, or cannot be; read once, and one’s own designs anew each time. */
export function useGalleryKnown(): boolean {
  const [known, setKnown] = useState(isKnown)
  useEffect(() => {
    let isOpen = true
    const own = Promise.race([readOwn(), waited(WAITS_MOST_MS)])
    void Promise.allSettled([readSummaries(), own]).then(() => isOpen && setKnown(true))
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

const waited = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms))
