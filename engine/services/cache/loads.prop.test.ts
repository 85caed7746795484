import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Call } from '../define-service.ts'
import { Loads } from './loads.ts'

/** What the loads of one server come to, found by going through all of them. */
interface ModelLoad {
  readonly id: number
  readonly key: number
  /** In the order in which they came; null is nobody, for a refresh. */
  readonly askers: (Call | null)[]
  open: boolean
}

const step = fc.record({
  verb: fc.constantFrom('ask', 'ask', 'ask', 'refresh', 'end', 'end', 'overtake', 'leave', 'reuse', 'flip'),
  key: fc.nat(2),
  which: fc.nat(99),
})

test('loads are joined, overtaken, ended and counted as by a list of them', () => {
  const keeps = fc.property(
    fc.array(step, { maxLength: 120, size: 'max' }),
    fc.boolean(),
    (steps, coalesces) => {
      const loads = new Loads(coalesces)
      const calls: Call[] = []
      let model: ModelLoad[] = []
      let nextId = 1
      let most = 0
      const ofKey = (key: number) => model.filter((load) => load.key === key)
      const openOf = (key: number) => model.find((load) => load.key === key && load.open)
      const ask = (key: number, call: Call | null) => {
        const open = loads.coalesce ? openOf(key) : undefined
        expect(loads.ask(key, call)).toBe(open === undefined)
        if (open !== undefined) return void (call !== null && open.askers.push(call))
        const id = nextId++
        loads.begin({ id, key, sentAt: id * 3 }, { lease: id * 2, node: 0 }, call)
        model.push({ id, key, askers: [call], open: loads.coalesce })
        most = Math.max(most, ofKey(key).length)
      }
      const verbs: Record<string, (key: number, which: number) => void> = {
        ask(key) {
          const call = { id: nextId++, owing: true } as Call
          calls.push(call)
          ask(key, call)
        },
        refresh: (key) => ask(key, null),
        end(_key, which) {
          if (model.length === 0) return
          const ended = model[which % model.length]
          model = model.filter((load) => load !== ended)
          const load = loads.end(ended)
          expect([load.id, load.lease, load.startedAt]).toEqual([ended.id, ended.id * 2, ended.id * 3])
          expect(loads.waitingFor(load)).toEqual(ended.askers.filter((call) => call?.owing === true))
        },
        overtake(key) {
          const open = openOf(key)
          if (open !== undefined) open.open = false
          expect(loads.overtake(key)?.id).toBe(open?.id)
        },
        /** Somebody has been answered otherwise. */
        leave: (_key, which) =>
          void (calls.length > 0 && Object.assign(calls[which % calls.length], { owing: false })),
        /** Call objects serve other requests once they are over: who waited is not there any more. */
        reuse(_key, which) {
          if (calls.length === 0) return
          const call = calls[which % calls.length]
          for (const { askers } of model) if (askers.includes(call)) askers[askers.indexOf(call)] = null
          Object.assign(call, { id: nextId++, owing: true })
        },
        flip: () => void (loads.coalesce = !loads.coalesce),
      }
      for (const { verb, key, which } of steps) {
        verbs[verb](key, which)
        expect(loads.size).toBe(model.length)
      }
      expect(loads.drainMost()).toBe(most)
      expect(loads.drainMost()).toBe(Math.max(0, ...[0, 1, 2].map((key) => ofKey(key).length)))
    },
  )
  fc.assert(keeps, { numRuns: 300 })
})
