/** A charge or refund of one reference; repeating it changes nothing. */
export interface PaymentRequest {
  what: 'charge' | 'refund'
  reference: string
  cents: number
}
