import type { Activity } from '../../kernel/activity.ts'
import type { Node } from '../../kernel/node.ts'
import type { Station } from '../../kernel/station.ts'
import { assert } from '../../lib/assert.ts'
import type { Nanos } from '../../lib/units.ts'
import type { World } from '../world.ts'

/** Who is somewhere, and since when; and how long all who left had been there. */
class Sojourns<Who> {
  leftNanos: Nanos = 0
  readonly #since = new Map<Who, Nanos>()

  get here(): number {
    return this.#since.size
  }

  enter(who: Who, now: Nanos): void {
    assert(!this.#since.has(who), 'nobody comes twice without leaving')
    this.#since.set(who, now)
  }

  /** How long he was there. */
  leave(who: Who, now: Nanos): Nanos {
    const since = this.#since.get(who)
    assert(since !== undefined, 'only who came leaves')
    this.#since.delete(who)
    this.leftNanos += now - since
    return now - since
  }

  /** One of them leaves, nobody says who: the sum over all is the same. */
  leaveFirst(now: Nanos): void {
    for (const who of this.#since.keys()) return void this.leave(who, now)
  }

  leaveAll(now: Nanos): void {
    for (const who of this.#since.keys()) this.leave(who, now)
  }

  /** How long all who ever came have been there, counting who is still here up to `now`. */
  nanosUntil(now: Nanos): Nanos {
    let nanos = this.leftNanos
    for (const since of this.#since.values()) nanos += now - since
    return nanos
  }
}

/** What happened to the customers of a station. */
class StationWatch {
  readonly line = new Sojourns<Activity>()
  /** By number: a server that one took may be given back by another. */
  readonly served = new Sojourns<number>()
  started = 0
  /** How many of these had to wait at all. */
  startedLate = 0
  /** How long these had waited. The others left the line unserved. */
  startedWaitNanos: Nanos = 0

  constructor(
    readonly id: string,
    readonly station: Station,
  ) {}

  starts(activity: Activity, now: Nanos): void {
    const waited = this.line.leave(activity, now)
    this.started++
    if (waited > 0) this.startedLate++
    this.startedWaitNanos += waited
    this.served.enter(this.started, now)
  }
}

/** What happened to those who called a node. */
interface NodeWatch {
  id: string
  node: Node
  calls: Sojourns<unknown>
}

/**
 * Keeps a book of its own on every customer of every station and node: when he came, when he was served, when he left. What stations and
 * meters add up is held against it. It listens to what they are asked and what they tell, by hooks on the objects of this one world, and
 * changes nothing.
 */
export class CustomerWatch {
  readonly stations: StationWatch[] = []
  readonly nodes: NodeWatch[] = []
  readonly #world: World
  readonly #watches = new Map<Station, StationWatch>()
  readonly #waitsAt = new Map<Activity, StationWatch>()
  readonly #followed = new WeakSet<Activity>()

  /** `world` has not run yet. */
  constructor(world: World) {
    this.#world = world
    for (const [id, { node }] of world.parts.behaviours) {
      this.#watchNode(id, node)
      for (const station of node.stations.values()) this.#watchStation(`${id}.${station.name}`, station)
    }
  }

  get now(): Nanos {
    return this.#world.now
  }

  #watchNode(id: string, node: Node): void {
    assert(node.meter.inFlight === 0, 'a watch begins before the first call')
    const calls = new Sojourns<unknown>()
    const owe = node.owe.bind(node)
    const settleOwed = node.settleOwed.bind(node)
    node.owe = (call) => {
      calls.enter(call, this.now)
      owe(call)
    }
    node.settleOwed = (call) => {
      calls.leave(call, this.now)
      settleOwed(call)
    }
    this.nodes.push({ id, node, calls })
  }

  #watchStation(id: string, station: Station): void {
    assert(station.started === 0 && station.queueLength === 0, 'a watch begins before the first customer')
    const watch = new StationWatch(id, station)
    this.#watches.set(station, watch)
    this.#watchEntries(station, watch)
    this.#watchExits(station, watch)
    this.stations.push(watch)
  }

  #watchEntries(station: Station, watch: StationWatch): void {
    const enter = (activity: Activity) => {
      this.#follow(activity)
      this.#waitsAt.set(activity, watch)
      watch.line.enter(activity, this.now)
    }
    const work = station.work.bind(station)
    const hold = station.hold.bind(station)
    station.work = (activity, workNanos) => {
      enter(activity)
      work(activity, workNanos)
    }
    station.hold = (activity) => {
      enter(activity)
      hold(activity)
    }
  }

  #watchExits(station: Station, watch: StationWatch): void {
    const release = station.release.bind(station)
    const withdraw = station.withdraw.bind(station)
    const clear = station.clear.bind(station)
    station.release = () => {
      watch.served.leaveFirst(this.now)
      release()
    }
    station.withdraw = (activity) => {
      const withdrawn = withdraw(activity)
      if (withdrawn) this.#leavesUnserved(activity)
      return withdrawn
    }
    station.clear = () => {
      watch.line.leaveAll(this.now)
      watch.served.leaveAll(this.now)
      clear()
    }
  }

  /** Hears what a station tells `activity`: that its wait is over, or was in vain. Calls are used again, hooks and all. */
  #follow(activity: Activity): void {
    if (this.#followed.has(activity)) return
    this.#followed.add(activity)
    const addSpan = activity.addSpan.bind(activity)
    const refused = activity.refused.bind(activity)
    activity.addSpan = (kind, lastedNanos) => {
      if (kind === 'queue' && activity.station !== null) {
        this.#waitsAt.delete(activity)
        this.#watches.get(activity.station)!.starts(activity, this.now)
      }
      addSpan(kind, lastedNanos)
    }
    activity.refused = (reason) => {
      this.#leavesUnserved(activity)
      refused(reason)
    }
  }

  #leavesUnserved(activity: Activity): void {
    this.#waitsAt.get(activity)!.line.leave(activity, this.now)
    this.#waitsAt.delete(activity)
  }
}
