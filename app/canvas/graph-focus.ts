import type { Document } from '../../engine/schema/document.ts'

/** So many frames a node has until it is drawn, and a dialog until it has closed. */
const PATIENCE = 120
/** A dialog gives the focus back in a task of its own. */
const AFTER_DIALOG = 2
const wishes = { latest: 0 }

/**
 * Gives the focus to a node, as soon as it is drawn and no dialog is open: whoever builds by keyboard goes on from there. With
 * `ifLost` only if nothing else has it. A later wish counts.
 */
export async function focusNode(id: string, { ifLost = false } = {}): Promise<void> {
  const wish = ++wishes.latest
  let calm = 0
  for (let frame = 0; frame < PATIENCE && wish === wishes.latest; frame++) {
    await new Promise(requestAnimationFrame)
    calm = document.querySelector('[role=dialog]') === null ? calm + 1 : 0
    const node = document.querySelector<HTMLElement>(`.react-flow__node[data-id="${CSS.escape(id)}"]`)
    if (calm <= AFTER_DIALOG || node === null) continue
    if (!ifLost || document.activeElement === document.body) node.focus({ preventScroll: true })
    return
  }
}

/** Who takes the place of a node that is gone: who asked it, whom it asked, or whoever stands nearest; null when nobody is left. */
export function neighbourOf(gone: string, before: Document, now: Document): string | null {
  const asked = before.edges.filter(({ to }) => to === gone).map(({ from }) => from)
  const asks = before.edges.filter(({ from }) => from === gone).map(({ to }) => to)
  const joined = [...asked, ...asks].find((id) => now.nodes[id] !== undefined)
  if (joined !== undefined) return joined
  const [column, row] = before.nodes[gone]?.at ?? [0, 0]
  const away = ([x, y]: readonly [number, number]) => Math.hypot(x - column, y - row)
  const byNearness = Object.entries(now.nodes).sort(([, a], [, b]) => away(a.at) - away(b.at))
  return byNearness[0]?.[0] ?? null
}
