import { s } from '../../../lib/units.ts'
import { integer, number } from '../../../schema/parameter.ts'
import type { Steps } from '../../define-service.ts'
import { connect, type Protocol } from './connect.ts'
import type { RemoteFiles } from './remote-files.ts'
import { WireBroken, type Wires } from './wires.ts'

export const RETRY_PARAMETERS = {
  retries: integer({
    title: 'Retries',
    doc: 'How often a transfer that broke is tried again.',
    default: 3,
    max: 20,
    unit: 'times',
  }),
  retrySeconds: number({
    title: 'Retries after',
    doc: 'Pause before it is tried again, on a new connection.',
    default: 5,
    max: 600,
    unit: 's',
  }),
} as const

interface RetryOptions {
  readonly wires: Wires
  readonly protocol: () => Protocol
  readonly params: () => { readonly retries: number; readonly retrySeconds: number }
  /** Told of each retry. */
  readonly retried: () => void
}

/** Works over a connection; when it breaks, waits and works again over a new one. False: it was tried often enough. */
export function* withRetries(options: RetryOptions, work: (remote: RemoteFiles) => Steps): Steps<boolean> {
  const { wires, protocol, params, retried } = options
  for (let attempt = 0; ; attempt++) {
    try {
      const remote = yield* connect(protocol(), wires)
      yield* work(remote)
      yield* remote.quit()
      return true
    } catch (error) {
      if (!(error instanceof WireBroken)) throw error
      wires.closeAll()
    }
    if (attempt >= params().retries) return false
    retried()
    yield* wires.ctx.sleep(s(params().retrySeconds))
  }
}
