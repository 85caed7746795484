import type { Call } from '../../kernel/call.ts'
import { SILENT } from '../../kernel/observer.ts'
import type { ParameterValue } from '../../schema/parameter.ts'
import type { Recording } from '../../workload/recording.ts'
import { ServiceBed } from '../service.bed.ts'
import { service } from './service.ts'

export interface Seen {
  at: number
  key: number
  client: number
  op: string
  attempt: number
}

/** A client whose requests are answered by `answer`; what reached the server, and what the client's users saw. */
export function clientWith(
  params: Record<string, ParameterValue>,
  answer: (bed: ServiceBed, call: Call) => void,
  recording: Recording | null = null,
) {
  const bed = new ServiceBed()
  const seen: Seen[] = []
  const ended: { at: number; latency: number; failure: string | null }[] = []
  bed.kernel.observer = {
    ...SILENT,
    completed: ({ intendedAt, failure }) =>
      void ended.push({ at: bed.kernel.now, latency: bed.kernel.now - intendedAt, failure }),
  }
  const client = bed.kind('client', service, { spacing: 'even', ratePerSecond: 1, ...params }, recording)
  const server = bed.answering('server', (call) => {
    const { key, client: user, op, attempt } = call
    seen.push({ at: bed.kernel.now, key, client: user, op, attempt })
    answer(bed, call)
  })
  bed.connect(client.node, 'out', server)
  client.behaviour.start()
  return { bed, client, seen, ended }
}
export const succeed = (bed: ServiceBed, call: Call) => bed.succeed(call)
