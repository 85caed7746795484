import type { Document, FaultPlace } from '../../engine/schema/document.ts'

/** Where a fault strikes, as the end of a sentence. */
export function placeInWords(place: FaultPlace, document: Document): string {
  if ('node' in place) return `at ${document.nodes[place.node]?.label ?? place.node}`
  if ('edge' in place) return `on ${edgeInWords(place.edge, document)}`
  if ('region' in place) return `in ${place.region}`
  if ('between' in place)
    return `between ${groupInWords(place.between[0])} and ${groupInWords(place.between[1])}`
  return 'everywhere'
}

/** An edge by the names of its ends. */
export function edgeInWords(id: string, document: Document): string {
  const edge = document.edges.find((each) => each.id === id)
  if (edge === undefined) return id
  return `${document.nodes[edge.from].label} → ${document.nodes[edge.to].label}`
}

const groupInWords = (group: string[]): string =>
  group.map((member) => member.replace('region:', '')).join(', ')
