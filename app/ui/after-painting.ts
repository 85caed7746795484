/** Callbacks that wait for their frame, the first come first. */
const waiting = new Set<() => void>()
let asked = false

/** Calls back in a task behind a frame that is nobody else's, so that no task has much to do; not if the returned function is called first. */
export function afterPainting(callback: () => void): () => void {
  // One of its own, so that a function may wait twice.
  const turn = () => callback()
  waiting.add(turn)
  ask()
  return () => void waiting.delete(turn)
}

function ask(): void {
  if (asked) return
  asked = true
  requestAnimationFrame(() => setTimeout(next))
}

function next(): void {
  asked = false
  const [turn] = waiting
  if (turn === undefined) return
  waiting.delete(turn)
  if (waiting.size > 0) ask()
  turn()
}
