import type { Document, EdgeDocument, NodeDocument } from '../schema/document.ts'
import type { ParameterValue } from '../schema/parameter.ts'

type Nodes = Record<string, { kind: string; region?: string } & Record<string, ParameterValue | undefined>>

/** A document in short: a node's kind, region and parameters in one object, edges as `from.port>to` with an optional latency. */
export function documentOf(nodes: Nodes, edges: (string | [edge: string, latencyMs: number])[]): Document {
  return {
    version: 1,
    title: 'test',
    nodes: Object.fromEntries(Object.entries(nodes).map(([id, node]) => [id, nodeOf(id, node)])),
    edges: edges.map((edge) =>
      typeof edge === 'string' ? edgeOf(edge) : { ...edgeOf(edge[0]), latencyMs: edge[1] },
    ),
    requestsPerSimulated: 1,
    slos: {},
    invariants: [],
  }
}

function nodeOf(id: string, { kind, region, ...params }: Nodes[string]): NodeDocument {
  return { kind, label: id, at: [0, 0], region, params: params as NodeDocument['params'] }
}

function edgeOf(id: string): EdgeDocument {
  const [from, port, to] = id.split(/[.>]/)
  return { id, from, port, to }
}

/** A bit of everything: two kinds of clients in two regions, a balancer, services, a breaker, a queue and databases. */
export const everything = (): Document =>
  documentOf(
    {
      users: {
        kind: 'client',
        region: 'us-east',
        ratePerSecond: 200,
        retries: 2,
        timeoutMs: 80,
        pattern: 'day',
        patternSeconds: 2,
      },
      robots: {
        kind: 'client',
        region: 'us-east',
        loop: 'closed',
        users: 20,
        thinkMs: 50,
        spread: 'random',
        readShare: 0.5,
      },
      balancer: { kind: 'load-balancer', region: 'us-east', strategy: 'two-choices', otherTries: 1 },
      app1: { kind: 'service', region: 'us-east', workers: 8, calls: 'parallel' },
      app2: { kind: 'service', region: 'us-east', workers: 8, workerWaits: true },
      breaker: { kind: 'circuit-breaker', region: 'us-east', callsMin: 5 },
      store: { kind: 'database', region: 'us-west', connections: 16 },
      jobs: { kind: 'queue', region: 'us-east', consumers: 4, timeoutMs: 200 },
      mailer: { kind: 'service', region: 'us-east', workers: 4, serviceMs: 3, variation: 0 },
    },
    [
      'users.out>balancer',
      'robots.out>balancer',
      'robots.out>jobs',
      'balancer.backends>app1',
      'balancer.backends>app2',
      'app1.next>breaker',
      'app1.next>jobs',
      'app2.next>breaker',
      ['breaker.next>store', 2],
      'jobs.workers>mailer',
    ],
  )
