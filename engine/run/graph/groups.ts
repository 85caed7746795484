import type { Link } from '../../kernel/link.ts'
import type { Node } from '../../kernel/node.ts'
import type { AnyService } from '../../services/define-service.ts'

interface Member {
  readonly node: Node
  readonly spec: AnyService
}

/** The members of a group by node, for each port whose edges join peers. */
export type Groups = ReadonlyMap<Node, ReadonlyMap<string, readonly Node[]>>

/**
 * Who belongs together by edges between peers, however far around. Members keep their place for ever: one that was removed, or cut off,
 * is missing and not forgotten, and what comes back under its id takes its place again. All members count alike, so that a number
 * in a message or on a disk stays whose it is. Only who came last, after the `founders` that the run began with, is forgotten when it goes:
 * that gives nobody another number.
 */
export function groupsOf(members: readonly Member[], links: readonly Link[], founders: number): Groups {
  const groups = new Map<Node, Map<string, readonly Node[]>>(members.map(({ node }) => [node, new Map()]))
  const present = new Set(members.map(({ node }) => node))
  for (const [port, joined] of joinedNodes(members, links)) {
    for (const nodes of new Set(joined.values())) {
      const group = together(nodes, port, present, founders)
      for (const node of nodes) groups.get(node)!.set(port, group)
    }
  }
  return groups
}

/** Gives a node its groups; returns the ports where they have changed. */
export function takeUpGroups(node: Node, groups: Groups): string[] {
  const changed: string[] = []
  for (const [port, group] of groups.get(node)!) {
    const before = node.groups.get(port) ?? []
    if (before.length === group.length && before.every((each, i) => each === group[i])) continue
    node.groups.set(port, group)
    changed.push(port)
  }
  return changed
}

/** By port: with whom each node is joined, itself included; those who are joined share a set. */
function joinedNodes(members: readonly Member[], links: readonly Link[]): Map<string, Map<Node, Set<Node>>> {
  const joined = new Map<string, Map<Node, Set<Node>>>()
  const portOf = (spec: AnyService) => Object.entries(spec.ports).find(([, { peers }]) => peers === true)?.[0]
  const peersOf = new Map<string, string | undefined>()
  for (const { node, spec } of members) {
    const port = portOf(spec)
    peersOf.set(node.kind, port)
    if (port === undefined) continue
    if (!joined.has(port)) joined.set(port, new Map())
    joined.get(port)!.set(node, new Set([node]))
  }
  for (const { from, port, to } of links) {
    if (from.kind !== to.kind || peersOf.get(from.kind) !== port) continue
    const sets = joined.get(port)!
    const [one, other] = [sets.get(from), sets.get(to)]
    if (one === undefined || other === undefined || one === other) continue
    for (const node of other) {
      one.add(node)
      sets.set(node, one)
    }
  }
  return joined
}

/** All that any of them counts among them, in the order in which they came. */
function together(
  nodes: ReadonlySet<Node>,
  port: string,
  present: ReadonlySet<Node>,
  founders: number,
): Node[] {
  const group: Node[] = []
  const places = new Map<string, number>()
  const taken = new Set<readonly Node[]>()
  for (const node of [...nodes].sort((a, b) => a.index - b.index)) {
    const known = node.groups.get(port) ?? [node]
    if (taken.has(known)) continue
    taken.add(known)
    for (const member of known) {
      const at = places.get(member.id) ?? group.length
      places.set(member.id, at)
      if (at === group.length) group.push(member)
      else if (group[at].index < member.index) group[at] = member
    }
  }
  const isForgotten = (member: Node) => member.index >= founders && !present.has(member)
  while (isForgotten(group[group.length - 1])) group.pop()
  return group
}
