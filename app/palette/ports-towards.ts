import { kindOf } from '../state/catalogue.ts'
import { editor } from '../state/session.ts'

/** Ports of `from` by which it may be connected to `to`, in the order in which its kind has them. */
export function portsTowards(from: string, to: string): string[] {
  const { kind } = editor.document.nodes[from]
  const ports = Object.keys(kindOf(kind)?.ports ?? {})
  return ports.filter((port) => editor.connectionProblem(from, port, to) === null)
}
