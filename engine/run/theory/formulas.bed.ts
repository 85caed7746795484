/** Erlang B: the share of customers that M/M/c without a queue turns away. Erlang (1917). */
export function erlangB(servers: number, offered: number): number {
  let blocked = 1
  for (let n = 1; n <= servers; n++) blocked = (offered * blocked) / (n + offered * blocked)
  return blocked
}

/** Erlang C: the probability that a customer of M/M/c has to wait. */
export function erlangC(servers: number, offered: number): number {
  const blocked = erlangB(servers, offered)
  return blocked / (1 - (offered / servers) * (1 - blocked))
}

/** Mean wait in M/M/c, in mean service times. */
export const waitOfManyServers = (servers: number, utilization: number): number =>
  erlangC(servers, utilization * servers) / (servers * (1 - utilization))

/** Mean wait in M/G/1, in mean service times: Pollaczek and Khinchine. `variation` is the squared coefficient of variation. */
export const waitOfGeneralWork = (utilization: number, variation: number): number =>
  (utilization / (1 - utilization)) * ((1 + variation) / 2)

/** The share that M/M/1/K turns away, with room for `room` customers, the one in service among them. */
export const blockedShare = (utilization: number, room: number): number =>
  ((1 - utilization) * power(utilization, room)) / (1 - power(utilization, room + 1))

/** Mean number in M/M/1/K. */
export const numberInFiniteRoom = (utilization: number, room: number): number =>
  utilization / (1 - utilization) -
  ((room + 1) * power(utilization, room + 1)) / (1 - power(utilization, room + 1))

/**
 * Mean waits by class in M/M/1 with priorities that do not interrupt, most urgent first, in mean service times. `loads` are the classes'
 * utilizations. Cobham (1954).
 */
export function waitsByPriority(loads: readonly number[]): number[] {
  const residual = loads.reduce((sum, load) => sum + load, 0)
  let before = 0
  return loads.map((load) => {
    const wait = residual / ((1 - before) * (1 - before - load))
    before += load
    return wait
  })
}

/**
 * Exact mean value analysis of a closed network of single exponential servers: customers think, then visit every station once.
 * Reiser and Lavenberg (1980). Throughput in customers a second, response in seconds.
 */
export function closedNetwork(
  customers: number,
  thinkSeconds: number,
  workSeconds: readonly number[],
): { throughput: number; responseSeconds: number } {
  let queues = workSeconds.map(() => 0)
  let throughput = 0
  let responseSeconds = 0
  for (let n = 1; n <= customers; n++) {
    const responses = workSeconds.map((work, k) => work * (1 + queues[k]))
    responseSeconds = responses.reduce((sum, response) => sum + response, 0)
    throughput = n / (thinkSeconds + responseSeconds)
    queues = responses.map((response) => throughput * response)
  }
  return { throughput, responseSeconds }
}

function power(base: number, exponent: number): number {
  let result = 1
  for (let i = 0; i < exponent; i++) result *= base
  return result
}
