// A document of any size for measurements of the page: groups of client, balancer, three services and a database.
const GROUP = 6
/** Width to height of a group, and of the room that it is to be seen in. */
const GROUP_SHAPE = 2.5
const ROOM_SHAPE = 1.8

/** Not more than `nodes` nodes, in groups that each get `ratePerSecond` requests. */
export function sizedDocument(nodes, ratePerSecond) {
  const count = Math.floor(nodes / GROUP)
  const across = Math.max(1, Math.round(Math.sqrt((count * ROOM_SHAPE) / GROUP_SHAPE)))
  const groups = Array.from({ length: count }, (_, i) => group(i, across, ratePerSecond))
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

function group(index, across, ratePerSecond) {
  const name = (part) => `${part}-${index}`
  const left = (index % across) * 4.5
  const top = Math.floor(index / across) * 3.2
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
