import type { Call } from '../kernel/call.ts'
import { BedLink, KernelBed } from '../kernel/kernel.bed.ts'
import type { Node } from '../kernel/node.ts'
import { defaultsOf, type ParameterValue } from '../schema/parameter.ts'
import type { Recording } from '../workload/recording.ts'
import type { AnyService } from './define-service.ts'
import { ServiceBehaviour } from './service-behaviour.ts'

/** One node of a kind among hand-made neighbours: what tests of kinds stand on. */
export class ServiceBed extends KernelBed {
  /** A node of the kind; connect it, then start it. */
  kind(
    id: string,
    spec: AnyService,
    params: Record<string, ParameterValue> = {},
    recording: Recording | null = null,
  ) {
    const node = this.node(id, {}, spec.kind)
    const behaviour = new ServiceBehaviour(spec, node, { ...defaultsOf(spec.params), ...params }, recording)
    node.behaviour = behaviour
    return { node, behaviour, counters: behaviour.context.metrics.counters }
  }

  /** Joins `from` by `port` to `to`. */
  connect(from: Node, port: string, to: Node, delay = 0): BedLink {
    const link = new BedLink(`${from.id}>${to.id}`, from, to, delay, port)
    from.outputs.set(port, [...(from.outputs.get(port) ?? []), link])
    to.inputs = [...to.inputs, link]
    return link
  }

  /** A neighbour that answers each request as `answer` does, at once. */
  answering(id: string, answer: (call: Call) => void): Node {
    return this.node(id, { request: answer })
  }

  succeed(call: Call, value: unknown = null): void {
    this.kernel.calls.answer(call, true, null, value)
  }

  fail(call: Call, failure: string, retryAfterNanos = 0): void {
    call.retryAfterNanos = retryAfterNanos
    this.kernel.calls.answer(call, false, failure, null)
  }
}
