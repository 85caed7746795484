import type { Document } from './document.ts'
import type { KindShapes } from './kind-shape.ts'

/** A design as a Mermaid flowchart: nodes with their kind, edges with their port where a kind has several, a subgraph a region. */
export function mermaidOf(document: Document, kinds: KindShapes): string {
  const ids = new Map(Object.keys(document.nodes).map((id, i) => [id, `n${i}`]))
  const regions = new Map<string, string[]>()
  for (const [id, { label, kind, region = '' }] of Object.entries(document.nodes)) {
    const title = kinds.get(kind)?.title ?? kind
    const said = label === title ? quoted(label) : `${quoted(label)}<br/>${quoted(title)}`
    regions.set(region, [...(regions.get(region) ?? []), `${ids.get(id)}["${said}"]`])
  }
  const lines = [...regions].flatMap(([region, nodes], i) =>
    region === ''
      ? nodes.map((node) => `  ${node}`)
      : [`  subgraph r${i}["${quoted(region)}"]`, ...nodes.map((node) => `    ${node}`), '  end'],
  )
  const edges = document.edges.map(({ from, port, to }) => {
    const ports = kinds.get(document.nodes[from].kind)?.ports ?? {}
    const said = Object.keys(ports).length > 1 ? `|"${quoted(ports[port]?.title ?? port)}"|` : ''
    return `  ${ids.get(from)} -->${said} ${ids.get(to)}`
  })
  return ['flowchart LR', ...lines, ...edges, ''].join('\n')
}

/** Labels are text: what Mermaid would read as its own, or as markup, is written by number. */
const quoted = (text: string): string =>
  text.replace(/[^\p{L}\p{N} .,:()/_-]/gu, (character) => `#${character.codePointAt(0)};`)
