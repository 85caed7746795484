import type { Document } from '../../engine/schema/document.ts'

export type Alignment = 'left' | 'centre' | 'right' | 'top' | 'middle' | 'bottom' | 'across' | 'down'

/** Where nodes stand once they are aligned, or spread evenly across or down. */
export function aligned(
  document: Pick<Document, 'nodes'>,
  nodes: readonly string[],
  how: Alignment,
): Record<string, [number, number]> {
  const axis = how === 'left' || how === 'centre' || how === 'right' || how === 'across' ? 0 : 1
  const values = nodes.map((id) => document.nodes[id].at[axis])
  const [least, most] = [Math.min(...values), Math.max(...values)]
  const place = placing(how, least, most, nodes.length)
  const ordered = nodes.toSorted((a, b) => document.nodes[a].at[axis] - document.nodes[b].at[axis])
  return Object.fromEntries(
    ordered.map((id, i): [string, [number, number]] => {
      const at: [number, number] = [...document.nodes[id].at]
      at[axis] = place(i)
      return [id, at]
    }),
  )
}

function placing(how: Alignment, least: number, most: number, count: number): (index: number) => number {
  if (how === 'left' || how === 'top') return () => least
  if (how === 'right' || how === 'bottom') return () => most
  if (how === 'centre' || how === 'middle') return () => (least + most) / 2
  return (index) => least + ((most - least) * index) / Math.max(1, count - 1)
}
