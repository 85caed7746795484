import type { Document } from '../engine/schema/document.ts'
import type { Clipping } from '../engine/schema/edit/clipping.ts'
import type { ParameterValue } from '../engine/schema/parameter.ts'
import type { Refused } from '../workers/api.ts'
import type { Editor } from './state/editor.ts'

/** The editor as scripts drive it: what it refuses rejects with the sentence, and what it adds is answered by its ids. */
export interface DrivenEditor {
  add(
    kind: string,
    at?: [column: number, row: number],
    params?: Record<string, ParameterValue>,
  ): Promise<string>
  /** Ids of the nodes that go, with their edges. */
  remove(...nodes: string[]): Promise<void>
  connect(from: string, port: string, to: string): Promise<void>
  disconnect(edge: string): Promise<void>
  /** Why such an edge cannot be drawn; null when it can. */
  connectionProblem(from: string, port: string, to: string): string | null
  insertOnEdge(edge: string, kind: string): Promise<string>
  insertReplicaSet(edge: string): Promise<string[]>
  takeOffEdge(node: string): Promise<void>
  duplicate(...nodes: string[]): Promise<string[]>
  copy(...nodes: string[]): Clipping
  paste(clipping: Clipping): Promise<string[]>
  group(nodes: string[], region: string | null): Promise<void>
  rename(node: string, label: string): Promise<void>
  move(to: Record<string, [number, number]>): Promise<void>
  /** Sets a parameter of the document, and of the run. */
  set(nodes: string[], param: string, value: ParameterValue | null): Promise<void>
  replace(document: Document): Promise<void>
  document(): Document
  undo(): Promise<void>
  redo(): Promise<void>
}

type Insist = <Answer extends { ok: true }>(answer: Promise<Answer | Refused>) => Promise<Answer>

export function drivenEditor(editor: Editor, insist: Insist): DrivenEditor {
  const quiet = { quiet: true }
  const done = async (answer: Promise<{ ok: true } | Refused>) => void (await insist(answer))
  const added = async (answer: Promise<{ ok: true; ids: string[] } | Refused>) => (await insist(answer)).ids
  return {
    add: async (kind, at = [0, 0], params = {}) => (await added(editor.add({ kind, at, params }, quiet)))[0],
    remove: (...nodes) => done(editor.remove(nodes, quiet)),
    connect: (from, port, to) => done(editor.connect(from, port, to, quiet)),
    disconnect: (edge) => done(editor.disconnect([edge], quiet)),
    connectionProblem: (from, port, to) => editor.connectionProblem(from, port, to),
    insertOnEdge: async (edge, kind) => (await added(editor.insertOnEdge(edge, kind, quiet)))[0],
    insertReplicaSet: (edge) => added(editor.insertReplicaSet(edge, quiet)),
    takeOffEdge: (node) => done(editor.takeOffEdge(node, quiet)),
    duplicate: (...nodes) => added(editor.duplicate(nodes, quiet)),
    copy: (...nodes) => editor.copy(nodes),
    paste: (clipping) => added(editor.paste(clipping, quiet)),
    group: (nodes, region) => done(editor.group(nodes, region, quiet)),
    rename: (node, label) => done(editor.rename(node, label, quiet)),
    move: (to) => done(editor.move(to, quiet)),
    set: (nodes, param, value) => done(editor.set(nodes, param, value, quiet)),
    replace: (document) => done(editor.replace(document, quiet)),
    document: () => editor.document,
    undo: () => done(editor.undo()),
    redo: () => done(editor.redo()),
  }
}
