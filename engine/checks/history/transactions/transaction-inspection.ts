import type { Anomalies, Anomaly } from './anomalies.ts'
import { DEPENDENCY } from './dependency.ts'
import { type Cycle, findCycles } from './find-cycles.ts'
import { inferDependencies } from './infer-dependencies.ts'
import { type CheckedLevel, excludedAt } from './isolation-levels.ts'
import { findSerialOrder } from './serial-order.ts'
import { addProcessOrder, addRealTimeOrder } from './session-dependencies.ts'
import type { TransactionNames } from './transaction-names.ts'
import type { Analyse, TransactionAnalysis, TransactionRules } from './transaction-rules.ts'
import { type Transaction, asOfLine } from './transaction.ts'

/** What the transactions as they stood at some line come to. */
export interface Inspected {
  readonly verdict: 'holds' | 'violated' | 'unknown'
  readonly anomalies: readonly Anomaly[]
  readonly transactions: readonly Transaction[]
  readonly states: number
}

interface InspectionScope {
  readonly rules: TransactionRules
  readonly transactions: readonly Transaction[]
  readonly names: TransactionNames
  readonly level: CheckedLevel
  /** The id of the first value of every register. */
  readonly initial: number
  readonly budget: number
}

const KIND_NAMES = new Map(Object.entries(DEPENDENCY).map(([name, kind]) => [kind as number, name]))

/** Looks at the transactions of one history as they stood at its end, or at any line before. */
export class TransactionInspection {
  readonly #scope: InspectionScope
  readonly #analyse: Analyse
  readonly #excluded: ReadonlySet<string>

  constructor(scope: InspectionScope) {
    this.#scope = scope
    this.#analyse = scope.rules.prepare(scope.transactions, scope.names, scope.initial)
    this.#excluded = new Set(excludedAt(scope.level))
  }

  /** Everything up to a line, that included. */
  until(line: number): Inspected {
    const { transactions: all, level } = this.#scope
    const transactions = line === Infinity ? all : asOfLine(all, line)
    const analysis = this.#analyse(transactions)
    const { anomalies, graph, happened, registers } = analysis
    if (level === 'strong-session') addProcessOrder(graph, transactions, happened)
    if (level === 'strict-serializable') addRealTimeOrder(graph, transactions, happened)
    if (registers !== undefined && !this.#isViolated(anomalies)) inferDependencies(graph, registers, happened)
    for (const cycle of findCycles(graph)) this.#add(cycle, anomalies)
    const graphs: Inspected = {
      verdict: 'holds',
      anomalies: anomalies.found,
      transactions,
      states: graph.nodes,
    }
    if (this.#isViolated(anomalies)) return { ...graphs, verdict: 'violated' }
    return registers === undefined ? graphs : this.#search(graphs, analysis)
  }

  /** The first line by which the level is violated, given that it is in the end: what is violated stays so. */
  firstViolatedLine(): number {
    const lines = this.#scope.transactions.map(({ endLine }) => endLine).filter((line) => line < Infinity)
    lines.sort((a, b) => a - b)
    let fine = -1
    let violated = lines.length - 1
    while (violated - fine > 1) {
      const middle = Math.floor((fine + violated) / 2)
      if (this.until(lines[middle]).verdict === 'violated') violated = middle
      else fine = middle
    }
    return lines[violated]
  }

  #isViolated(anomalies: Anomalies): boolean {
    return anomalies.found.some(({ name }) => this.#excluded.has(name))
  }

  /** Registers against which nothing speaks need an order. One that serves is an order for every weaker level as well. */
  #search(inspected: Inspected, analysis: TransactionAnalysis): Inspected {
    const { verdict, states } = findSerialOrder(inspected.transactions, analysis, this.#scope.budget)
    if (verdict !== 'violated') return { ...inspected, verdict, states }
    if (!this.#excluded.has('no-serial-order')) return { ...inspected, verdict: 'unknown', states }
    const { anomalies } = analysis
    const committed = inspected.transactions.filter(({ outcome }) => outcome === 'committed')
    const latest = committed.toSorted((a, b) => a.endLine - b.endLine).slice(-1)
    anomalies.add(
      'no-serial-order',
      latest.map(({ index }) => index),
      () =>
        `every order of the ${committed.length} transactions up to T1 was tried, and none explains what they read`,
    )
    return { ...inspected, verdict: 'violated', anomalies: anomalies.found, states }
  }

  #add({ name, steps }: Cycle, anomalies: Anomalies): void {
    const { rules, names } = this.#scope
    const order = steps.map(({ from }) => from)
    anomalies.add(
      name,
      order,
      (nameOf) => {
        const [first, ...rest] = order.map(nameOf)
        return `${[first, ...rest, first].join(' comes before ')}, and in no order can that be`
      },
      (nameOf) =>
        steps.map((step) => {
          const why = KIND_NAMES.get(step.kind)!
          const pair = `${nameOf(step.from)} comes before ${nameOf(step.to)} (${why})`
          if (step.kind === DEPENDENCY.process) return `${pair}: the same process ran it before`
          if (step.kind === DEPENDENCY.realtime) return `${pair}: it was over before ${nameOf(step.to)} began`
          return `${pair}: ${rules.tell(step, names, nameOf)}`
        }),
    )
  }
}
