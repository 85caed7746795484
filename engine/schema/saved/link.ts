import { LINK_PREFIX } from './link-prefix.ts'
import { deflateSync, Inflate, strFromU8, strToU8 } from 'fflate'
import { fromBase64Url, toBase64Url } from '../../lib/base64url.ts'
import { InputError } from '../input-error.ts'
import { DocumentError } from './document-error.ts'
import { LIMITS } from './limits.ts'
import { parseSaved } from './parse-saved.ts'
import type { SavedDesign } from './saved-design.ts'
import { textOfSaved, tooLongForLink } from './write-saved.ts'

/** So many packed bytes are unpacked at a time: one step makes at most about a mebibyte of them. */
const SLICE_BYTES = 1_024

/** A saved design as the fragment of an address, without the `#`. Throws an InputError when `readLink` would refuse it. */
export function linkOf(saved: SavedDesign): string {
  const text = textOfSaved(saved)
  const fragment = LINK_PREFIX + toBase64Url(deflateSync(strToU8(text), { level: 9 }))
  if (fragment.length > LIMITS.fragmentLength) throw new InputError(tooLongForLink(saved))
  return fragment
}

/**
 * The saved design of a link's fragment.
 *
 * @throws DocumentError when it is cut off, damaged, too large, or no design.
 */
export function readLink(fragment: string): SavedDesign {
  if (fragment.length > LIMITS.fragmentLength) refuse('is longer than 64 KiB')
  if (!fragment.startsWith(LINK_PREFIX)) refuse('is not the link of a run')
  const packed = fromBase64Url(fragment.slice(LINK_PREFIX.length))
  if (packed === null || packed.length === 0)
    return refuse('is cut off or damaged: ask for the whole link again')
  return parseSaved(strFromU8(inflated(packed)))
}

/** Unpacks piece by piece, and stops as soon as it is too much: a small link may say that it is huge. */
function inflated(packed: Uint8Array): Uint8Array {
  const pieces: Uint8Array[] = []
  let length = 0
  let ended = false
  const inflate = new Inflate((piece, last) => {
    pieces.push(piece)
    length += piece.length
    ended = last
  })
  for (let at = 0; at < packed.length; at += SLICE_BYTES) {
    const to = Math.min(packed.length, at + SLICE_BYTES)
    try {
      inflate.push(packed.subarray(at, to), to === packed.length)
    } catch {
      refuse('is cut off or damaged: ask for the whole link again')
    }
    if (length > LIMITS.textLength) refuse('unpacks to more than 1 MiB')
  }
  if (!ended) refuse('is cut off: ask for the whole link again')
  const all = new Uint8Array(length)
  let at = 0
  for (const piece of pieces) {
    all.set(piece, at)
    at += piece.length
  }
  return all
}

function refuse(message: string): never {
  throw new DocumentError([{ path: [], message: message }])
}
