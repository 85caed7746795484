import type { Node } from '../kernel/node.ts'
import { relayOf } from '../schema/kind-shape.ts'
import { PROTOCOLS, type ProtocolName } from '../schema/protocols.ts'
import type { AnyService } from './define-service.ts'

/** The operations that a node has code for, as it is connected now; null when it passes on what it does not know, whatever that is. */
export function understoodBy({ understands, ports }: AnyService, node: Node): ReadonlySet<string> | null {
  const relay = relayOf(ports)
  if (relay === null) return operationsOf(understands)
  const [port, how] = relay
  if (how === 'what-it-understands') return operationsOf(understands)
  const isConnected = (node.outputs.get(port) ?? []).length > 0
  return isConnected || how === 'the-rest' || understands.length === 0 ? null : operationsOf(understands)
}

const operationsOf = (names: readonly ProtocolName[]): ReadonlySet<string> =>
  new Set(names.flatMap((name): readonly string[] => PROTOCOLS[name].ops))
