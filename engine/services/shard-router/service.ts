import { ms } from '../../lib/units.ts'
import { defineService } from '../define-service.ts'
import { Division } from '../shard/division.ts'
import type { IAmShard, WhoAreYou } from '../shard/protocol.ts'
import type { MapTold, MapWanted } from './protocol.ts'
import { ROUTER_METRICS, ROUTER_PARAMS, RouterState, type RouterContext } from './router-state.ts'
import { answered, ask } from './rows.ts'
import { scan } from './scan.ts'

const WHO_AGAIN = ms(100)
const MEASURED_EVERY = ms(1_000)

const COUNTED: Readonly<Record<string, 'reads' | 'writes' | 'scans'>> = {
  read: 'reads',
  write: 'writes',
  scan: 'scans',
}

/** Finds the shard of each row by the map that it was told, and asks its leader. */
export const service = defineService({
  kind: 'shard-router',
  title: 'Shard router',
  summary:
    'Knows which shard has a row; asks one for a row and all for a report; writes to both while a row moves.',
  group: 'traffic',
  icon: 'route',
  understands: ['reads', 'writes', 'scans', 'account-steps', 'shard-orders'],
  hears: ['shard-maps'],
  ports: {
    shards: { title: 'asks replicas of shards', edges: 'many', asks: ['rows'], tells: 'shard-numbers' },
  },
  params: ROUTER_PARAMS,
  metrics: ROUTER_METRICS,
  headline: { rate: 'Arrivals', mapVersion: 'Map', loadSkew: 'Skew' },
  stations: {},
  start: (setup): RouterState => new RouterState(setup),
  begin(state, ctx) {
    askWho(state, ctx)
    ctx.timer('measure', MEASURED_EVERY)
  },
  on: {
    request(state, call, ctx) {
      const counted = COUNTED[call.op]
      if (counted !== undefined) ctx.count(counted)
      if (call.op === 'scan') ctx.handle(call, scan(state, call, ctx))
      else ask(state, call, ctx)
    },
    reply: (state, child, call, ctx) => answered(state, child, call, ctx),
    woken: (state, call, ctx) => ask(state, call, ctx),
    message(state, payload, link, _from, ctx) {
      const message = payload as IAmShard | MapTold
      if (message.type === 'i-am-shard') return state.groups.learn(link, message.shard)
      state.teller = link
      takeUp(state, message, ctx)
    },
    params(state, ctx) {
      state.options.timeoutNanos = ms(ctx.params.attemptMs)
    },
  },
  timers: {
    who: (state, _argument, ctx) => askWho(state, ctx),
    measure(state, _argument, ctx) {
      ctx.gauge('loadSkew', state.drainSkew())
      ctx.timer('measure', MEASURED_EVERY)
    },
  },
  inspect: ({ division, dualWrites, groups }, { links }) => ({
    view: 'shard-router',
    map: division?.told.map.version ?? null,
    partitioning: division?.told.map.strategy ?? null,
    nextMap: division?.told.next?.version ?? null,
    phase: division?.told.phase ?? null,
    writesToBoth: dualWrites,
    shards: Array.from({ length: groups.shards }, (_, shard) => ({
      shard,
      'taken to lead': groups.leaderOf(shard)?.to.id ?? null,
    })),
    replicas: links('shards').length,
  }),
  calibration: {
    models:
      'A stateless router with a cached map. Leaders are found by asking and remembered until they refuse; reads are asked again when an answer is lost, writes are not; a scan asks all shards and waits for the slowest.',
    constants: [],
    leavesOut: 'Its own processor, connection pools, and merging of sorted results.',
  },
})

/** A map that is older than the known one was overtaken on its way. */
function takeUp(state: RouterState, { told, dualWrites }: MapTold, ctx: RouterContext): void {
  const { division } = state
  if (division !== null && !ctx.params.learns) return
  const news = division?.told === told ? division : new Division(told)
  if (division !== null && division !== news && division.isNewerThan(news)) return
  state.division = news
  state.dualWrites = dualWrites && told.next !== null
  ctx.gauge('mapVersion', told.map.version)
}

/** Replicas that have not said what they are yet are asked again. */
function askWho(state: RouterState, ctx: RouterContext): void {
  const question: WhoAreYou = { type: 'who-are-you' }
  const strangers = ctx.links('shards').filter((link) => !state.groups.isKnown(link))
  for (const link of strangers) ctx.send(link, question)
  if (state.teller !== null) {
    const wanted: MapWanted = { type: 'map-wanted', shards: state.groups.shards }
    ctx.send(state.teller, wanted)
  }
  if (strangers.length > 0 || state.teller === null) ctx.timer('who', WHO_AGAIN)
}
