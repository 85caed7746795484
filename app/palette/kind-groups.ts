import type { KindDescription } from '../../engine/services/describe-kind.ts'

/** Headings of the palette, in the order in which a request meets them. */
export const GROUP_TITLES: Record<KindDescription['group'], string> = {
  clients: 'Who asks',
  traffic: 'Traffic',
  compute: 'Compute',
  cache: 'Caches',
  data: 'Data',
  coordination: 'Coordination',
  external: 'Outside',
}

export interface KindGroup {
  title: string
  kinds: KindDescription[]
}

/** Whether somebody who types `wanted` may mean what is told in these words. */
export function isMeant(wanted: string, words: string): boolean {
  const told = words.toLowerCase()
  return wanted
    .toLowerCase()
    .split(/\s+/)
    .every((word) => told.includes(word))
}

/** The kinds that somebody who types `wanted` may mean, by group; all of them for nothing typed. */
export function kindGroups(kinds: readonly KindDescription[], wanted: string): KindGroup[] {
  const means = ({ kind, title, summary }: KindDescription) => isMeant(wanted, `${kind} ${title} ${summary}`)
  return Object.entries(GROUP_TITLES).flatMap(([group, title]): KindGroup[] => {
    const found = kinds.filter((kind) => kind.group === group && means(kind))
    return found.length === 0 ? [] : [{ title, kinds: found.sort((a, b) => (a.title < b.title ? -1 : 1)) }]
  })
}
