import type { DesignShelf, Stored } from './design-shelf.ts'
import type { Parked, Parking } from './parking.ts'

/**
 * Keeps what pages that are gone have left. An edit of a design that has been written since becomes a copy, and one that had been kept
 * after all changes nothing: two tabs may do this at once. What cannot be kept now waits for the next start. Answers how many there were.
 */
export async function takeOver(parking: Parking, shelf: DesignShelf): Promise<number> {
  let taken = 0
  for (const key of parking.keys()) {
    const parked = await parking.read(key)
    const answer = parked === null ? null : await keep(parked, key, shelf)
    if (answer?.ok === false) continue
    parking.unpark(key)
    taken++
  }
  return taken
}

async function keep(parked: Parked, key: string, shelf: DesignShelf): Promise<Stored> {
  const { id, revision, title, saved, thumbnail } = parked
  const found = await shelf.read(id)
  if (!found.ok && (found.why === 'full' || found.why === 'denied')) return found
  if (!found.ok && found.why === 'missing' && revision === 0) {
    const answer = await shelf.create(title, saved, thumbnail, id)
    // Deleted, or made by another tab this instant.
    return !answer.ok && answer.why === 'conflict' ? asCopy(parked, title, key, shelf) : answer
  }
  if (!found.ok) return asCopy(parked, title, key, shelf)
  if (isSame(found.saved, saved)) return { ok: true, id, revision: found.revision }
  // Revision 1 of what it would have become is its own page's: the edit before the last had just been kept.
  const edited = Math.max(1, revision)
  const answer = await shelf.write(id, edited, { saved, thumbnail })
  if (answer.ok || answer.why !== 'conflict') return answer
  return asCopy(parked, `${title} (copy)`, key, shelf)
}

/** The copy has an id of the parking place, so that it is made once however often this is begun. */
async function asCopy(
  { saved, thumbnail }: Parked,
  title: string,
  key: string,
  shelf: DesignShelf,
): Promise<Stored> {
  const id = `${key}-copy`
  const answer = await shelf.create(title, saved, thumbnail, id)
  if (answer.ok || answer.why !== 'conflict') return answer
  const found = await shelf.read(id)
  if (found.ok && isSame(found.saved, saved)) return { ok: true, id, revision: found.revision }
  return shelf.create(title, saved, thumbnail)
}

/** Both come from the codec, which builds them field by field in one order. */
const isSame = (a: Parked['saved'], b: Parked['saved']): boolean => JSON.stringify(a) === JSON.stringify(b)
