import type { Document, EdgeDocument } from './document.ts'
import type { KindShapes } from './kind-shape.ts'

/** Whether whoever asks over this edge waits for the answer, so that a circle of such edges keeps everybody waiting. */
function waits(document: Document, { from, port }: EdgeDocument, kinds: KindShapes): boolean {
  const declared = kinds.get(document.nodes[from]?.kind)?.ports[port]
  if (declared === undefined) return false
  return declared.peers !== true && declared.asynchronous !== true && declared.guarded !== true
}

/** The edges that lie on circles of calls in which everybody waits for the next. Each comes with the nodes of its circle, in the document's order. */
export function synchronousCycles(document: Document, kinds: KindShapes): Map<string, readonly string[]> {
  const edges = document.edges.filter((edge) => waits(document, edge, kinds))
  const next = new Map<string, string[]>()
  for (const { from, to } of edges) next.set(from, [...(next.get(from) ?? []), to])
  const groupOf = stronglyConnected(Object.keys(document.nodes), next)
  const members = new Map<number, string[]>()
  for (const id of Object.keys(document.nodes)) {
    const group = groupOf.get(id)!
    members.set(group, [...(members.get(group) ?? []), id])
  }
  const onCycle = edges.filter(({ from, to }) => groupOf.get(from) === groupOf.get(to))
  return new Map(onCycle.map(({ id, from }) => [id, members.get(groupOf.get(from)!)!]))
}

/**
 * Numbers the strongly connected components: nodes of one number reach each other. Tarjan's algorithm (1972) with a stack of
 * its own, because a chain of five hundred nodes is legal and the engine's stack is not ours.
 */
function stronglyConnected(ids: readonly string[], next: ReadonlyMap<string, string[]>): Map<string, number> {
  const order = new Map<string, number>()
  const low = new Map<string, number>()
  const group = new Map<string, number>()
  const open: string[] = []
  let groups = 0
  for (const root of ids) {
    if (order.has(root)) continue
    const path: { id: string; edge: number }[] = [{ id: root, edge: 0 }]
    while (path.length > 0) {
      const step = path[path.length - 1]
      const { id } = step
      if (step.edge === 0) {
        low.set(id, order.size)
        order.set(id, order.size)
        open.push(id)
      }
      const to = next.get(id)?.[step.edge++]
      if (to !== undefined) {
        if (!order.has(to)) path.push({ id: to, edge: 0 })
        else if (!group.has(to)) low.set(id, Math.min(low.get(id)!, order.get(to)!))
        continue
      }
      path.pop()
      const parent = path.at(-1)
      if (parent !== undefined) low.set(parent.id, Math.min(low.get(parent.id)!, low.get(id)!))
      if (low.get(id) !== order.get(id)) continue
      for (let member = open.pop()!; ; member = open.pop()!) {
        group.set(member, groups)
        if (member === id) break
      }
      groups++
    }
  }
  return group
}
