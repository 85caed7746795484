import type { FollowerAnswer, FollowerFetch } from '../../algorithms/stream/replica-messages.ts'
import { ms, type Nanos } from '../../lib/units.ts'
import type { Link, Steps } from '../define-service.ts'
import { advanced } from './advance.ts'
import type { BrokerContext, BrokerState, Fetcher } from './broker-state.ts'
import { answerFetch } from './parked.ts'
import { writeNanos } from './params.ts'

/** An answer that has not come this long after it was due is lost. */
const LOST_AFTER: Nanos = ms(200)

/** A follower asks. Nothing new: it is held. */
export function followerAsks(
  state: BrokerState,
  link: Link,
  from: number,
  id: number,
  fetches: readonly FollowerFetch[],
  ctx: BrokerContext,
): void {
  let isNews = false
  for (const fetch of fetches) {
    const answer = state.replicas[fetch.partition]?.serve(ctx.monotonic, from, fetch)
    if (answer === undefined || isUrgent(answer)) isNews = true
  }
  if (isNews) answerFetch(state, { link, from, id, fetches }, ctx)
  else state.parkedFetches.push({ link, from, id, fetches, until: ctx.now + ms(ctx.params.fetchWaitMs) })
  for (const { partition } of fetches) {
    const replica = state.replicas[partition]
    if (replica === undefined) continue
    advanced(state, replica, ctx)
    proposeInSync(state, partition, ctx)
  }
}

/** A higher watermark alone can wait for the next records. */
const isUrgent = (answer: FollowerAnswer | null): boolean =>
  answer !== null && (answer.error !== null || answer.diverging !== null || answer.batches.length > 0)

/** Asks the controller for another in-sync set when the present one is not right any more. */
export function proposeInSync(state: BrokerState, partition: number, ctx: BrokerContext): void {
  const replica = state.replicas[partition]
  const inSync = replica?.propose(ctx.monotonic) ?? null
  if (inSync === null) return
  const { leaderEpoch, partitionEpoch } = replica!.state!
  const alteration = { partition, leaderEpoch, partitionEpoch, inSync }
  ctx.send(ctx.links('controller')[0], { type: 'alter', alteration }, 64)
}

/** Follows the leaders that the controller has named: one stream of fetches to each. */
export function followLeaders(state: BrokerState, ctx: BrokerContext): void {
  for (const [leader, link] of state.peers) {
    const replicas = state.replicas.filter(
      (replica) => replica !== undefined && !replica.leads && replica.state?.leader === leader,
    ) as Fetcher['replicas']
    let fetcher = state.fetchers.find((each) => each.leader === leader)
    if (fetcher === undefined) state.fetchers.push((fetcher = { leader, link, replicas, id: 0, sentAt: 0 }))
    const isNew = replicas.some((replica) => !fetcher.replicas.includes(replica))
    fetcher.replicas = replicas
    // What is asked for now may be held for long; what has just been added should not wait for that.
    if (fetcher.id === 0 || isNew) ask(state, fetcher, ctx)
  }
}

/** Fetches whose answers are lost are sent again. */
export function askAgain(state: BrokerState, ctx: BrokerContext): void {
  const patience = ms(ctx.params.fetchWaitMs) + LOST_AFTER
  for (const fetcher of state.fetchers)
    if (fetcher.id === 0 || ctx.now - fetcher.sentAt > patience) ask(state, fetcher, ctx)
}

function ask(state: BrokerState, fetcher: Fetcher, ctx: BrokerContext): void {
  if (fetcher.replicas.length === 0) {
    fetcher.id = 0
    return
  }
  const id = state.nextFetchId++
  fetcher.id = id
  fetcher.sentAt = ctx.now
  const fetches = fetcher.replicas.map((replica) => replica.fetch())
  ctx.send(fetcher.link, { type: 'follower-fetch', id, fetches }, 32 * fetches.length)
}

/** A leader's answer: written down, then the next question. */
export function* takeIn(
  state: BrokerState,
  from: number,
  id: number,
  answers: readonly FollowerAnswer[],
  ctx: BrokerContext,
): Steps {
  const fetcher = state.fetchers.find(({ leader }) => leader === from)
  if (fetcher === undefined || fetcher.id !== id) return
  fetcher.sentAt = Infinity // it is here: writing may take as long as it takes
  let records = 0
  for (const { batches } of answers) for (const { values } of batches) records += values.length
  if (records > 0) yield* ctx.work(writeNanos(ctx.params, records), 'disk')
  let isStuck = answers.length > 0
  for (const answer of answers) {
    const replica = state.replicas[answer.partition]
    if (replica === undefined) continue
    const { endOffset } = replica.disk.log
    replica.receive(answer)
    ctx.count('truncated', Math.max(0, endOffset - replica.disk.log.endOffset))
    if (answer.error === null || answer.error === 'out-of-range') isStuck = false
  }
  if (fetcher.id !== id) return
  fetcher.id = 0
  // A leader that does not lead is asked again when the controller has spoken, or at the next tick.
  if (!isStuck) ask(state, fetcher, ctx)
}
