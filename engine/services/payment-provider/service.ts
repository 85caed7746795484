import { ms } from '../../lib/units.ts'
import { counter, sample } from '../../measure/metric.ts'
import { integer, number } from '../../schema/parameter.ts'
import { WorkTime } from '../../workload/work-time.ts'
import { defineService, type Context } from '../define-service.ts'
import type { PaymentRequest } from './protocol.ts'

const PARAMS = {
  chargeMs: number({
    title: 'Time of a charge',
    doc: 'Mean time that the provider takes.',
    default: 300,
    min: 1,
    max: 60_000,
    unit: 'ms',
    scale: 'log',
  }),
  variation: number({
    title: 'Variation',
    doc: 'Squared coefficient of variation of that time.',
    default: 0.5,
    min: 0,
    max: 10,
    unit: '',
  }),
  declinedShare: number({
    title: 'Declined',
    doc: 'Share of charges that the bank declines.',
    default: 0.05,
    min: 0,
    max: 1,
    unit: '',
  }),
  workers: integer({
    title: 'At once',
    doc: 'Charges that the provider works on at once.',
    default: 200,
    min: 1,
    max: 10_000,
    unit: 'charges',
  }),
}
const METRICS = {
  charged: counter('Charged', 'charges'),
  declined: counter('Declined', 'charges'),
  refunded: counter('Refunded', 'refunds'),
  repeated: counter('Repeated, charged once', 'charges'),
  chargeTime: sample('Time of a charge', 'ns'),
}

type PaymentContext = Context<typeof PARAMS, typeof METRICS, never, 'workers'>

/** Charges and refunds by reference: the provider's books outlive its crashes. */
interface Books {
  charges: Map<string, 'charged' | 'declined' | 'refunded'>
}

interface State {
  books: Books
  time: WorkTime
}

function charge({ charges }: Books, { reference, cents }: PaymentRequest, ctx: PaymentContext): boolean {
  const before = charges.get(reference)
  if (before !== undefined) {
    ctx.count('repeated')
    return before === 'charged'
  }
  const declined = ctx.random('decline').chance(ctx.params.declinedShare)
  charges.set(reference, declined ? 'declined' : 'charged')
  ctx.count(declined ? 'declined' : 'charged')
  if (!declined) ctx.fact('charged', { reference, cents })
  return !declined
}

function refund({ charges }: Books, { reference, cents }: PaymentRequest, ctx: PaymentContext): boolean {
  if (charges.get(reference) === 'charged') {
    ctx.count('refunded')
    ctx.fact('refunded', { reference, cents })
  }
  // A refund that overtakes its charge: the charge will find the reference used up.
  charges.set(reference, 'refunded')
  return true
}

/** A bank that answers slowly, declines now and then, and charges one reference once however often it is asked. */
export const service = defineService({
  kind: 'payment-provider',
  title: 'Payment provider',
  summary: 'Charges and refunds; slow, declines some, idempotent by reference.',
  group: 'external',
  icon: 'credit-card',
  understands: ['payments'],
  ports: {},
  params: PARAMS,
  metrics: METRICS,
  headline: { charged: 'Charged', declined: 'Declined', chargeTime: 'Charge' },
  stations: { workers: { title: 'Workers', servers: 'workers', queueLimit: 10_000 } },
  durable: (): Books => ({ charges: new Map() }),
  start: ({ params }, books): State => ({ books, time: new WorkTime(ms(params.chargeMs), params.variation) }),
  on: {
    request({ time }, call, ctx) {
      ctx.serve(call, time.draw(ctx.random('time')), 'workers')
    },
    served({ books }, call, ctx) {
      const request = call.body as PaymentRequest
      ctx.observe('chargeTime', ctx.now - call.arrivedAt)
      if (request.what === 'refund') return ctx.reply(call, refund(books, request, ctx))
      if (charge(books, request, ctx)) ctx.reply(call, true)
      else ctx.fail(call, 'payment-declined')
    },
    params(state, ctx) {
      state.time = new WorkTime(ms(ctx.params.chargeMs), ctx.params.variation)
    },
  },
  inspect: ({ books }) => ({
    view: 'records',
    references: books.charges.size,
    latest: [...books.charges].slice(-20).map(([reference, status]) => ({ reference, status })),
  }),
  calibration: {
    models:
      'A card processor behind an API: lognormal response time, a share of declines, one charge a reference.',
    constants: [
      { name: 'chargeMs', value: '300 ms', source: 'typical order of a card authorisation' },
      {
        name: 'declinedShare',
        value: '5 %',
        source: 'assumed; online declines are commonly reported at 5 to 15 %',
      },
    ],
    leavesOut: 'Authorisation and capture as two steps, chargebacks, settlement.',
  },
})
