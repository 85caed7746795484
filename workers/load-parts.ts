import type { AnyInvariant } from '../engine/checks/define-invariant.ts'
import type { Action, Command, Document } from '../engine/schema/document.ts'
import type { AnyService } from '../engine/services/define-service.ts'
import { invariantsAdded, isInvariant, loadInvariants } from './load-invariants.ts'
import { kindsAdded, loadKinds, loadNamed } from './load-kinds.ts'

/** The code that a run is made of, by names. */
export interface Parts {
  kinds: Map<string, AnyService>
  invariants: Map<string, AnyInvariant>
}

/**
 * Loads what a document names, and what the edits of a log bring in. A log may name invariants that there are no more: the edit is
 * refused when its time comes, and the run goes on.
 *
 * @throws InputError when there is no kind of a name, or no invariant that the document names.
 */
export async function loadParts(document: Document, log: readonly Command[] = []): Promise<Parts> {
  const later = log.flatMap(({ action }) => invariantsAdded(action)).filter(isInvariant)
  const [kinds, invariants] = await Promise.all([
    loadKinds(document, log),
    loadInvariants([...document.invariants, ...later]),
  ])
  return { kinds, invariants }
}

/**
 * Loads what an action brings in and `known` lacks.
 *
 * @throws InputError when there is none of a name.
 */
export async function loadAdded(action: Action, known: Parts): Promise<Parts> {
  const kinds = kindsAdded(action).flatMap(({ kind }) => (known.kinds.has(kind) ? [] : [kind]))
  const invariants = invariantsAdded(action).filter((name) => !known.invariants.has(name))
  const [loadedKinds, loadedInvariants] = await Promise.all([loadNamed(kinds), loadInvariants(invariants)])
  return { kinds: loadedKinds, invariants: loadedInvariants }
}
