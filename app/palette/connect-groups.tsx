import type { Document } from '../../engine/schema/document.ts'
import { portTowardsNew } from '../../engine/schema/edit/port-towards-new.ts'
import type { KindDescription } from '../../engine/services/describe-kind.ts'
import { focusNode } from '../canvas/graph-focus.ts'
import { kindOf } from '../state/catalogue.ts'
import { editor } from '../state/session.ts'
import type { CommandGroup, CommandItem } from '../ui/command-list.tsx'
import { Glyph } from '../ui/glyph.tsx'
import { addBehind } from './add-kind.ts'
import { kindGroups } from './kind-groups.ts'
import { kindItems } from './kind-items.tsx'
import { portsTowards } from './ports-towards.ts'

type Run = (act: () => Promise<unknown>) => () => void

/** What a node can be connected to: nodes that are there, why not where it cannot, and kinds for a new node behind it. */
export function connectGroups(
  document: Document,
  from: string,
  kinds: readonly KindDescription[],
  run: Run,
): readonly CommandGroup[] {
  const shapes = new Map(kinds.map((each) => [each.kind, each]))
  const others = Object.keys(document.nodes).filter((id) => id !== from)
  const items = others.flatMap((to) => connections(document, from, to, run))
  const legal = items.filter(({ disabled }) => disabled !== true)
  const illegal = items.filter(({ disabled }) => disabled === true)
  const newKinds = kindGroups(
    kinds.filter(({ kind }) => portTowardsNew(document, from, kind, shapes) !== null),
    '',
  ).flatMap((group) => group.kinds)
  return [
    { title: 'Nodes that are there', items: legal },
    { title: 'A new node', items: kindItems(newKinds, (kind) => run(() => addBehind(from, kind))) },
    { title: 'Not possible', items: illegal },
  ].filter((group) => group.items.length > 0)
}

function connections(document: Document, from: string, to: string, run: Run): CommandItem[] {
  const { label, kind } = document.nodes[to]
  const spec = kindOf(document.nodes[from].kind)
  const ports = portsTowards(from, to)
  const item = (port: string, hint: string): Omit<CommandItem, 'run'> => ({
    id: `node ${to} ${port}`,
    label,
    hint,
    icon: <Glyph name={kindOf(kind)?.icon ?? 'box'} size={16} />,
    keywords: [to, kind],
  })
  if (ports.length > 0) {
    return ports.map((port) => ({
      ...item(
        port,
        ports.length > 1 ? `by “${spec?.ports[port]?.title ?? port}”` : (kindOf(kind)?.title ?? kind),
      ),
      run: run(() => connect(from, port, to)),
      'data-testid': `connect-${to}-${port}`,
    }))
  }
  const [first] = Object.keys(spec?.ports ?? {})
  const why = first === undefined ? 'It asks nobody.' : (editor.connectionProblem(from, first, to) ?? '')
  return [{ ...item('none', why), disabled: true, run: () => undefined }]
}

/** Whoever was connected may be connected to more: the focus stays with it. */
async function connect(from: string, port: string, to: string): Promise<void> {
  await editor.connect(from, port, to)
  await focusNode(from)
}
