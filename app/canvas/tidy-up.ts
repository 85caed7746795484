import { wrap } from 'comlink'
import type { LayoutApi } from '../../workers/layout.ts'
import { editor } from '../state/session.ts'

/** Lays the design out anew, callers left of what they ask, in a worker: two hundred nodes take it a while. One step to undo. */
export async function tidyUp(): Promise<void> {
  const { document } = editor
  const worker = new Worker(new URL('../../workers/layout.ts', import.meta.url), {
    type: 'module',
    name: 'layout',
  })
  try {
    const places = await wrap<LayoutApi>(worker).places(document)
    const there = Object.entries(places).filter(([id]) => editor.document.nodes[id] !== undefined)
    if (there.length > 0) await editor.move(Object.fromEntries(there), { title: 'Tidied up' })
  } finally {
    worker.terminate()
  }
}
