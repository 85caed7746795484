import type { Nanos } from '../../lib/units.ts'
import type { InDoubt } from './commit-machine.ts'
import type { Decision, TxnId } from './commit-messages.ts'

/** What a participant's log says of one transaction. */
export interface ParticipantRecord {
  readonly state: 'ready' | 'pre-committed' | 'committed' | 'aborted'
  readonly participants: readonly number[]
  /** When it voted yes. */
  readonly since: Nanos
}

/** What of a participant survives a crash: a record for every transaction that it has voted on and that is not over. Changed in place. */
export interface ParticipantDurable {
  readonly records: Map<TxnId, ParticipantRecord>
  /** All that began before is over: decided by everybody, or presumed aborted. */
  endedBelow: TxnId
}

/** The log of a participant, and which of its transactions are in doubt: voted on with yes, and the outcome not known. */
export class ParticipantLog {
  readonly #durable: ParticipantDurable
  readonly #records: Map<TxnId, ParticipantRecord>
  readonly #inDoubt = new Set<TxnId>()

  static durable(): ParticipantDurable {
    return { records: new Map(), endedBelow: 0 }
  }

  constructor(durable: ParticipantDurable) {
    const { records } = durable
    this.#durable = durable
    this.#records = records
    for (const [txn, { state }] of records) if (isOpen(state)) this.#inDoubt.add(txn)
  }

  get(txn: TxnId): ParticipantRecord | undefined {
    return this.#records.get(txn)
  }

  /** The outcome as far as it is known here. */
  decision(txn: TxnId): Decision | null {
    const state = this.#records.get(txn)?.state
    if (state === 'committed') return 'commit'
    return state === 'aborted' ? 'abort' : null
  }

  note(txn: TxnId, record: ParticipantRecord): void {
    this.#records.set(txn, record)
    if (isOpen(record.state)) this.#inDoubt.add(txn)
    else this.#inDoubt.delete(txn)
  }

  decide(txn: TxnId, decision: Decision, participants: readonly number[]): void {
    const since = this.#records.get(txn)?.since ?? 0
    this.note(txn, { state: decision === 'commit' ? 'committed' : 'aborted', participants, since })
    if (txn < this.#durable.endedBelow) this.#records.delete(txn)
  }

  /** Everybody knows the outcome of what began before: only what is still in doubt here is kept. */
  forgetBelow(txn: TxnId): void {
    const durable = this.#durable
    for (; durable.endedBelow < txn; durable.endedBelow++)
      if (this.decision(durable.endedBelow) !== null) this.#records.delete(durable.endedBelow)
  }

  /** Over, and not in doubt here: whatever still comes is a late copy. */
  isOver(txn: TxnId): boolean {
    return txn < this.#durable.endedBelow && !this.#records.has(txn)
  }

  /** As if the record had never been written. */
  forget(txn: TxnId): void {
    this.#records.delete(txn)
    this.#inDoubt.delete(txn)
  }

  /** In the order of the votes. */
  inDoubt(): InDoubt[] {
    const open: InDoubt[] = []
    for (const txn of this.#inDoubt) {
      const { state, since } = this.#records.get(txn)!
      if (isOpen(state)) open.push({ txn, since, state })
    }
    return open
  }

  /** The same without allocating while nothing is in doubt. */
  get quiet(): boolean {
    return this.#inDoubt.size === 0
  }
}

function isOpen(state: ParticipantRecord['state']): state is 'ready' | 'pre-committed' {
  return state === 'ready' || state === 'pre-committed'
}
