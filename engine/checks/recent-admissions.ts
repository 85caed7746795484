import { inWords, type LimitDecision } from './limit-decision.ts'

const KEPT = 6

/** A client's latest admissions under one limit, for the words of a violation. Facts are valid while they are told: it keeps their numbers. */
export class RecentAdmissions {
  readonly policy: LimitDecision['policy']
  readonly #client: number
  readonly #atNanos = new Float64Array(KEPT)
  readonly #costs = new Float64Array(KEPT)
  #added = 0

  constructor({ client, policy }: LimitDecision) {
    this.#client = client
    this.policy = policy
  }

  add({ atNanos, cost }: LimitDecision): void {
    const slot = this.#added++ % KEPT
    this.#atNanos[slot] = atNanos
    this.#costs[slot] = cost
  }

  /** One line each, the latest last. */
  inWords(): string[] {
    const first = Math.max(0, this.#added - KEPT)
    return Array.from({ length: this.#added - first }, (_, i) => {
      const slot = (first + i) % KEPT
      const [atNanos, cost] = [this.#atNanos[slot], this.#costs[slot]]
      return inWords({ client: this.#client, policy: this.policy, allowed: true, atNanos, cost })
    })
  }
}
