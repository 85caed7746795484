import { ms } from '../../lib/units.ts'
import { counter, ratio, sample } from '../../measure/metric.ts'
import type { Failure } from '../../schema/failures.ts'
import { number, toggle } from '../../schema/parameter.ts'
import { defineService, type Call, type Context, type Link } from '../define-service.ts'

const PARAMS = {
  degrades: toggle({
    title: 'Answers without',
    doc: 'Leaves out the parts whose service does not answer; otherwise the whole page fails with any of them.',
    default: true,
  }),
  partTimeoutMs: number({
    title: 'Part timeout',
    doc: 'How long it waits for one part of a page.',
    default: 300,
    min: 1,
    max: 60_000,
    unit: 'ms',
    scale: 'log',
  }),
} as const

/** The domains, in the order of the ports. The first is what a page is about; without it there is none. */
const DOMAINS = ['users', 'orders', 'inventory', 'analytics'] as const
type Domain = (typeof DOMAINS)[number]

const METRICS = {
  usersAnswered: counter('Users answered', 'requests'),
  usersMissed: counter('Users not answered', 'requests'),
  usersAvailability: ratio('Profile available', ['usersAnswered'], ['usersAnswered', 'usersMissed']),
  ordersAnswered: counter('Orders answered', 'requests'),
  ordersMissed: counter('Orders not answered', 'requests'),
  ordersAvailability: ratio(
    'Order history available',
    ['ordersAnswered'],
    ['ordersAnswered', 'ordersMissed'],
  ),
  inventoryAnswered: counter('Inventory answered', 'requests'),
  inventoryMissed: counter('Inventory not answered', 'requests'),
  inventoryAvailability: ratio(
    'Stock available',
    ['inventoryAnswered'],
    ['inventoryAnswered', 'inventoryMissed'],
  ),
  analyticsAnswered: counter('Analytics answered', 'requests'),
  analyticsMissed: counter('Analytics not answered', 'requests'),
  analyticsAvailability: ratio(
    'Suggestions available',
    ['analyticsAnswered'],
    ['analyticsAnswered', 'analyticsMissed'],
  ),
  pages: counter('Pages', 'requests'),
  whole: counter('Whole pages', 'requests'),
  degraded: counter('Pages with parts left out', 'requests'),
  lost: counter('Pages that failed', 'requests'),
  pageTime: sample('A page', 'ns'),
} as const

/** The fact `page-answered`: a page that is made of several services’ answers is ready, or has failed. */
export interface PageAnswered {
  ok: boolean
  /** Services that did not answer, by their domain. */
  missing: readonly Domain[]
  atNanos: number
}

interface State {
  readonly links: readonly (Link | undefined)[]
  readonly options: { timeoutNanos: number }
}
type GatewayContext = Context<typeof PARAMS, typeof METRICS, Domain, never>

/** Puts pages together from services that each own one domain, and does without those that do not answer. */
export const service = defineService({
  kind: 'domain-gateway',
  title: 'Domain gateway',
  summary: 'Asks the service of each domain for its part of a page; answers without what is missing.',
  group: 'compute',
  icon: 'blocks',
  understands: ['pages'],
  ports: {
    users: { title: 'profiles from', edges: 'one', asks: ['reads'] },
    orders: { title: 'orders from', edges: 'optional', asks: ['reads'] },
    inventory: { title: 'stock from', edges: 'optional', asks: ['reads'] },
    analytics: { title: 'suggestions from', edges: 'optional', asks: ['reads'] },
  },
  params: PARAMS,
  metrics: METRICS,
  headline: { rate: 'Pages', degraded: 'Degraded', lost: 'Failed' },
  stations: {},
  start: ({ params, links }): State => ({
    links: DOMAINS.map((domain) => links(domain)[0]),
    options: { timeoutNanos: ms(params.partTimeoutMs) },
  }),
  on: {
    request(state, call, ctx) {
      ctx.count('pages')
      call.stage = 0
      // The bits of the parts that are missing.
      call.note = 0
      DOMAINS.forEach((_domain, at) => {
        const link = state.links[at]
        if (link === undefined) return
        call.stage++
        ctx.issue(link, { op: 'read', key: call.key, client: call.client }, call, state.options).tag = at
      })
    },
    reply(_state, child, call, ctx) {
      const domain = DOMAINS[child.tag]
      ctx.count(child.ok ? `${domain}Answered` : `${domain}Missed`)
      if (call === null) return
      if (!child.ok) call.note = (call.note as number) | (1 << child.tag)
      if (--call.stage === 0) answerPage(call, child, ctx)
    },
    params(state, ctx) {
      state.options.timeoutNanos = ms(ctx.params.partTimeoutMs)
    },
  },
  inspect: (_state, { params }) => ({ view: 'domain-gateway', answersWithout: params.degrades }),
  calibration: {
    models:
      'A page is asked for from all domains at once and is ready when the last has answered, failed or run out of time.',
    constants: [],
    leavesOut: 'Its own processor, and what pages look like without a part.',
  },
})

function answerPage(call: Call, last: Call, ctx: GatewayContext): void {
  const missing = DOMAINS.filter((_, at) => ((call.note as number) & (1 << at)) !== 0)
  const ok = ctx.params.degrades ? !missing.includes('users') : missing.length === 0
  ctx.observe('pageTime', ctx.now - call.arrivedAt)
  ctx.count(!ok ? 'lost' : missing.length > 0 ? 'degraded' : 'whole')
  if (ctx.wants('page-answered')) {
    const fact: PageAnswered = { ok, missing, atNanos: ctx.now }
    ctx.fact('page-answered', fact)
  }
  if (ok) ctx.reply(call, { missing })
  else ctx.fail(call, (last.failure as Failure | null) ?? 'unavailable')
}
