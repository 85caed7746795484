import type { Kernel } from '../../kernel/kernel.ts'
import type { Link } from '../../kernel/link.ts'
import type { Node } from '../../kernel/node.ts'
import type { NetworkLink } from '../../network/network-link.ts'
import { OpenEnd } from '../../network/open-end.ts'
import type { AnyService } from '../../services/define-service.ts'

/**
 * Gives a node the links that are its own now, port by port in their order, and an open end where a port needs one and has none.
 * Returns the ports whose lists have changed; those that both ends may draw count for either end.
 */
export function wire(
  kernel: Kernel,
  node: Node,
  spec: AnyService,
  links: readonly NetworkLink[],
): Set<string> {
  const changed = new Set<string>()
  for (const [port, { edges }] of Object.entries(spec.ports)) {
    const own: Link[] = links.filter((link) => link.from === node && link.port === port)
    const before = node.outputs.get(port) ?? []
    const open = own.length === 0 && (edges === 'one' || edges === 'many')
    if (open) own.push(before[0]?.barrier === 'open-end' ? before[0] : new OpenEnd(kernel, node, port))
    if (same(before, own)) continue
    node.outputs.set(port, own)
    changed.add(port)
  }
  const inputs = links.filter((link) => link.to === node)
  if (same(node.inputs, inputs)) return changed
  const differing = [...node.inputs, ...inputs].filter(
    (link) => !inputs.includes(link as NetworkLink) || !node.inputs.includes(link),
  )
  for (const { port } of differing) if (spec.ports[port]?.peers === true) changed.add(port)
  node.inputs = inputs
  return changed
}

const same = (a: readonly Link[], b: readonly Link[]): boolean =>
  a.length === b.length && a.every((link, i) => link === b[i])
