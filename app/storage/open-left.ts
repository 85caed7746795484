import { session } from '../state/session.ts'
import { librarianSoon } from './keep-designs.ts'

/** Goes on with a stored design that was open when the page was loaded anew; false when that cannot be. */
export async function openLeft(id: string): Promise<boolean> {
  const answer = await (await librarianSoon()).open(id)
  if (answer.ok) await session.play()
  return answer.ok
}
