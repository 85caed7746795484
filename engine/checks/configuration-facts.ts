/** What clients tell when a request begins. */
export interface ClientAskFact {
  readonly request: number
  readonly client: number
  readonly op: string
  readonly key: number
  readonly body: unknown
}
/** What clients tell when it has ended for them. */
export interface ClientAnswerFact extends ClientAskFact {
  readonly ok: boolean
  readonly failure: string | null
  readonly value: unknown
  readonly attempts: number
}
