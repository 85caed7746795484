import type { Operation, OperationSource, OperationSpec } from '../operation.ts'

/** The feature's flag, and the percentages that it goes through. */
const FEATURE = 0
const STEPS = [1, 5, 10, 25, 50, 75, 100, 0] as const

/** Raises the share of programs that have a feature on, step by step; each step only from the one that was read. */
class FlagRollout implements OperationSource {
  /** What the flag holds: undefined while that has to be read. */
  #holds: number | null | undefined = undefined

  next(operation: Operation): void {
    operation.key = FEATURE
    operation.sizeBytes = 100
    operation.op = this.#holds === undefined ? 'get' : 'cas'
    if (this.#holds !== undefined) operation.body = [this.#holds, nextStep(this.#holds)]
  }

  answered({ op, body }: Readonly<Omit<Operation, 'cost' | 'priority'>>, ok: boolean, value: unknown): void {
    const answer = value as { value?: number | null; succeeded?: boolean } | null
    if (op === 'get') this.#holds = ok ? (answer?.value ?? null) : undefined
    // Whether it happened is not known, or somebody else was faster: look again.
    else this.#holds = ok && answer?.succeeded === true ? (body as [unknown, number])[1] : undefined
  }
}

const nextStep = (percent: number | null): number =>
  STEPS[(STEPS.indexOf((percent ?? 0) as (typeof STEPS)[number]) + 1) % STEPS.length]

export const operations: OperationSpec = {
  name: 'flag-rollout',
  title: 'a feature flag is rolled out',
  asks: ['get', 'cas'],
  make: () => new FlagRollout(),
}
