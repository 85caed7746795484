// A document of any size for measurements of the page: groups of client, balancer, three services and a database.
const GROUP = 6
const GROUPS_A_ROW = 3

/** About `nodes` nodes in groups that each get `ratePerSecond` requests. */
export function sizedDocument(nodes, ratePerSecond) {
  const groups = Array.from({ length: Math.ceil(nodes / GROUP) }, (_, i) => group(i, ratePerSecond))
  return {
    version: 1,
    title: `${nodes} nodes`,
    requestsPerSimulated: 1,
    nodes: Object.assign({}, ...groups.map((each) => each.nodes)),
    edges: groups
      .flatMap((each) => each.edges)
      .map((edge) => ({ ...edge, id: `${edge.from}.${edge.port}>${edge.to}` })),
    slos: {},
    invariants: [],
  }
}

function group(index, ratePerSecond) {
  const name = (part) => `${part}-${index}`
  const left = (index % GROUPS_A_ROW) * 4.5
  const top = Math.floor(index / GROUPS_A_ROW) * 3.2
  const node = (kind, label, x, y, params = {}) => ({ kind, label, at: [left + x, top + y], params })
  const services = [0, 1, 2].map((i) => name(`service${i}`))
  return {
    nodes: {
      [name('client')]: node('client', 'Users', 0, 1, { ratePerSecond, keys: 1_000 }),
      [name('balancer')]: node('load-balancer', 'Balancer', 1, 1),
      ...Object.fromEntries(
        services.map((id, i) => [id, node('service', `Service ${i + 1}`, 2, i, { serviceMs: 2 })]),
      ),
      [name('database')]: node('database', 'Database', 3, 1, { connections: 64 }),
    },
    edges: [
      { from: name('client'), port: 'out', to: name('balancer') },
      ...services.flatMap((id) => [
        { from: name('balancer'), port: 'backends', to: id },
        { from: id, port: 'next', to: name('database') },
      ]),
    ],
  }
}
