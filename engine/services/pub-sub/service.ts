import { counter, gauge } from '../../measure/metric.ts'
import { defineService, type Link } from '../define-service.ts'
import type { ChannelMessage } from './protocol.ts'

/** Passes on what is published to whoever listens at that moment, at most once: nothing is kept, nothing is sent again. */
export const service = defineService({
  kind: 'pub-sub',
  title: 'Publish and subscribe',
  summary: 'Tells everybody who listens; forgets at once, and does not know whether it was heard.',
  group: 'coordination',
  icon: 'radio',
  understands: [],
  hears: ['publications'],
  ports: {},
  params: {},
  metrics: {
    published: counter('Published', 'messages'),
    delivered: counter('Sent to subscribers', 'messages'),
    subscribers: gauge('Subscribers', 'nodes'),
  },
  headline: { published: 'Published', subscribers: 'Listeners' },
  stations: {},
  start: (): Set<Link> => new Set(),
  begin: (_subscribers, ctx) => ctx.gauge('subscribers', 0),
  on: {
    message(subscribers, payload, link, _from, ctx) {
      const message = payload as ChannelMessage
      if (message.type === 'subscribe') {
        subscribers.add(link)
        return ctx.gauge('subscribers', subscribers.size)
      }
      ctx.count('published')
      for (const each of subscribers) {
        if (each === link) continue
        ctx.count('delivered')
        ctx.send(each, message)
      }
    },
  },
  inspect: (subscribers) => ({ view: 'pub-sub', subscribers: [...subscribers].map(({ from }) => from.id) }),
  calibration: {
    models:
      'A channel with at-most-once delivery: a message goes to all who are subscribed when it comes in, over their own links, and is lost where a link loses it. A restart forgets the subscriptions until they are sent again.',
    constants: [],
    leavesOut: 'Its processor, topics, and the buffers of slow subscribers.',
  },
})
