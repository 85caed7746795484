import { expect, test } from 'vitest'
import { SILENT } from '../../kernel/observer.ts'
import { ms, s } from '../../lib/units.ts'
import { ServiceBed } from '../service.bed.ts'
import { service } from './service.ts'

interface Picture {
  readonly role: string
  readonly group: { readonly voters: string[]; readonly outgoing: string[]; readonly learners: string[] }
}

/** Three replicas by Raft that keep little of their logs, and somebody who writes to all of them four times a second. */
function group() {
  const bed = new ServiceBed()
  const marks: string[] = []
  bed.kernel.observer = { ...SILENT, mark: (node, text) => void marks.push(`${node.id} ${text}`) }
  const params = { mode: 'raft', heartbeatMs: 50, electionMs: 300, retainEntries: 10, lagAlertMs: 1_000 }
  const replicas = ['a', 'b', 'c'].map((id) => bed.kind(id, service, params))
  let written = 0
  const asker = bed.node('asker', { reply: ({ ok }) => void (written += ok ? 1 : 0) })
  for (const [i, { node }] of replicas.entries())
    for (const other of replicas.slice(i + 1)) bed.connect(node, 'peers', other.node, ms(10))
  const links = replicas.map(({ node }) => bed.connect(asker, 'out', node, 0))
  for (const { behaviour } of replicas) behaviour.start()
  const pictures = () => replicas.map(({ behaviour }) => behaviour.inspect() as unknown as Picture)
  /** Runs on, writing. */
  const run = (until: number) => {
    for (let at = bed.kernel.now; at < until; at += ms(25))
      bed.at(at, () => links.forEach((link, key) => bed.ask(link, { op: 'write', key, body: at, client: 1 })))
    bed.run(until)
  }
  run(s(2))
  const leads = pictures().findIndex(({ role }) => role === 'leader')
  return { replicas, marks, pictures, run, leads, written: () => written }
}

test('a replica leaves and comes back while the others go on, and then counts again', () => {
  const { replicas, marks, pictures, run, leads, written } = group()
  const leaver = (leads + 1) % 3
  replicas[leaver].behaviour.set('votes', false)
  run(s(5))
  expect(pictures()[leads].group.voters).toHaveLength(2)
  expect(pictures()[leads].group.voters).not.toContain(replicas[leaver].node.id)
  const before = written()
  run(s(6))
  expect(written()).toBeGreaterThan(before)
  replicas[leaver].behaviour.set('votes', true)
  run(s(8))
  expect(pictures()[leads].group).toMatchObject({ outgoing: [], learners: [] })
  expect(pictures()[leads].group.voters).toHaveLength(3)
  expect(marks.some((mark) => mark.startsWith(`${replicas[leaver].node.id} gets a snapshot`))).toBe(true)
  replicas[leads].node.crash()
  const atCrash = written()
  run(s(11))
  expect(written()).toBeGreaterThan(atCrash)
})

test('a leader that is to leave sees to it itself, and another leads', () => {
  const { replicas, pictures, run, leads, written } = group()
  replicas[leads].behaviour.set('votes', false)
  run(s(5))
  const next = pictures().findIndex(({ role }) => role === 'leader')
  expect(next).not.toBe(leads)
  expect(pictures()[next].group.voters).toHaveLength(2)
  const before = written()
  run(s(6))
  expect(written()).toBeGreaterThan(before)
})

test('a replica that falls too far behind says so, once, and when it is back', () => {
  const { replicas, marks, run, leads } = group()
  const slow = replicas[(leads + 1) % 3]
  slow.behaviour.set('votes', false)
  run(s(6))
  slow.behaviour.set('votes', true)
  run(s(8))
  const alerts = marks.filter((mark) => mark.startsWith(`${slow.node.id} alert`))
  expect(alerts).toEqual([`${slow.node.id} alert: more than 1 s behind`])
  expect(marks).toContain(`${slow.node.id} is no longer too far behind`)
  expect(slow.counters).toMatchObject({ lagAlerts: 1 })
})
