import { describe, expect, test } from 'vitest'
import type { Call } from '../../kernel/call.ts'
import { ms, s } from '../../lib/units.ts'
import type { ParameterValue } from '../../schema/parameter.ts'
import { ServiceBed } from '../service.bed.ts'
import type { Statement } from './protocol.ts'
import { service } from './service.ts'

/** A database before a client that says what it is told to, and notes what it hears. */
function ledger(params: Record<string, ParameterValue> = {}) {
  const bed = new ServiceBed()
  const heard: unknown[] = []
  const database = bed.kind('database', service, { schema: 'accounts', accounts: 3, ...params })
  const client = bed.node('client', {
    reply: ({ ok, failure, value }: Call) => void heard.push(ok ? value : failure),
  })
  const link = bed.connect(client, 'database', database.node, ms(1))
  database.behaviour.start()
  const say = (body: Statement) => {
    bed.kernel.calls.issue(client, link, { op: `tx-${body.what}`, body }, null, null, {
      timeoutNanos: ms(200),
    })
  }
  const begin = (session: number) => say({ what: 'begin', level: 'snapshot', session })
  const sessions = () => database.behaviour.inspect()!.sessions
  const set = (name: string, value: ParameterValue) => database.behaviour.set(name, value)
  return { bed, heard, link, say, begin, sessions, set }
}

test('a schema that is set again finds its tables as they were', () => {
  const { bed, heard, say, begin, set } = ledger({ openingCents: 500 })
  set('schema', 'hotel')
  set('schema', 'accounts')
  begin(1)
  bed.run(ms(10))
  say({ what: 'read', txn: heard[0] as number, table: 'accounts', key: 2 })
  bed.run(ms(30))
  expect(heard[1]).toMatchObject({ row: { balance: 500 } })
})

describe('a session', () => {
  test('is begun once, however often the network delivers that', () => {
    const { bed, heard, link, begin, sessions } = ledger()
    link.copyAfter = ms(5)
    begin(7)
    bed.run(ms(50))
    expect([sessions(), heard.length]).toEqual([1, 1])
  })

  test('is not begun again by a copy that comes when it is over', () => {
    const { bed, heard, link, say, begin, sessions } = ledger()
    link.copyAfter = ms(50)
    begin(7)
    bed.run(ms(10))
    say({ what: 'abort', txn: heard[0] as number })
    bed.run(ms(100))
    expect([sessions(), heard]).toEqual([0, [heard[0], true]])
  })

  test('ends when its client hangs up, which has not heard which transaction it is', () => {
    const { bed, heard, link, say, begin, sessions } = ledger()
    link.lose.push(1)
    begin(7)
    bed.run(ms(210))
    expect([sessions(), heard]).toEqual([1, ['timeout']])
    say({ what: 'hang-up', session: 7 })
    bed.run(ms(220))
    expect([sessions(), heard]).toEqual([0, ['timeout', true]])
  })

  test('that waits for a connection, and whose client hangs up, gives the connection to the next', () => {
    const { bed, heard, say, begin, sessions } = ledger({ connections: 1 })
    begin(1)
    bed.run(ms(10))
    begin(2)
    bed.run(ms(20))
    say({ what: 'hang-up', session: 2 })
    bed.run(ms(30))
    begin(3)
    say({ what: 'abort', txn: heard[0] as number })
    bed.run(ms(60))
    expect(sessions()).toBe(1)
    expect(heard.slice(1)).toEqual([true, 'transaction-ended', expect.any(Number), true])
  })

  test('that waits for a connection while the way of isolation changes is begun once it has changed', () => {
    const { bed, heard, begin, sessions, set } = ledger({ connections: 1 })
    begin(1)
    bed.run(ms(10))
    begin(2)
    bed.run(ms(20))
    expect(heard).toHaveLength(1)
    set('serializable', 'two-phase-locking')
    bed.run(ms(30))
    expect([sessions(), heard.length]).toEqual([1, 2])
  })

  test('that nobody uses ends by itself, and is forgotten later', () => {
    const { bed, begin, heard, sessions } = ledger({ idleTimeoutMs: 300 })
    begin(1)
    bed.run(s(1))
    expect(sessions()).toBe(0)
    bed.run(s(2))
    begin(1) // drawn again, so long after
    bed.run(s(2) + ms(10))
    expect([sessions(), heard.length]).toEqual([1, 2])
  })
})
