export { linkOf, readLink } from '../../engine/schema/saved/link.ts'
export { parseSaved } from '../../engine/schema/saved/parse-saved.ts'
export { readSaved } from '../../engine/schema/saved/read-saved.ts'
export { textOfSaved } from '../../engine/schema/saved/write-saved.ts'
