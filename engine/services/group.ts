import { farEnd, type Link } from '../kernel/link.ts'
import type { Node } from '../kernel/node.ts'

/** One of those whom edges between peers join. */
export interface GroupMember {
  readonly node: Pick<Node, 'index' | 'id' | 'region'>
  /** Null: it is the node that asks, or out of reach, because no edge leads there any more or it is gone. */
  readonly link: Link | null
}

/** The group that a node is in, in the same order for all of its members: a number in it stays whose it is. */
export function groupAround(node: Node, port: string, peers: readonly Link[]): GroupMember[] {
  const links = new Map<Node, Link>()
  for (const link of peers) {
    const other = farEnd(link, node)
    // Two links between the same two nodes are one too many: the first is used.
    if (!links.has(other)) links.set(other, link)
  }
  const near = [node, ...links.keys()].sort((a, b) => a.index - b.index)
  const members = node.groups.get(port) ?? near
  return members.map((member) => ({ node: member, link: links.get(member) ?? null }))
}

/** Links between nodes of one kind over a port whose messages flow both ways: our own first, then those that others drew. */
export function peersOver(port: string, { inputs, kind }: Node, own: readonly Link[]): Link[] {
  const others = inputs.filter((link) => link.port === port && link.from.kind === kind)
  return [...own.filter(({ to }) => to.kind === kind), ...others]
}
