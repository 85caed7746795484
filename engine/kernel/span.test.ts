import { expect, test } from 'vitest'
import { SPAN_KINDS } from './activity.ts'
import type { Call } from './call.ts'
import { KernelBed } from './kernel.bed.ts'
import { SILENT } from './observer.ts'
import { SpanBuffer, type Span } from './span.ts'

/** A bed that keeps the spans of every finished request by its id, with two buffers that are used again. */
function watched() {
  const bed = new KernelBed()
  const { scheduler } = bed.kernel
  const buffers = [new SpanBuffer(scheduler), new SpanBuffer(scheduler)]
  const kept = new Map<number, { spans: Span[]; latency: number }>()
  bed.kernel.observer = {
    ...SILENT,
    spansFor: () => buffers.pop() ?? null,
    completed: (root) =>
      void kept.set(root.id, { spans: root.spans!.toSpans(), latency: bed.kernel.now - root.intendedAt }),
    spansDone: (root) => {
      root.spans!.clear()
      buffers.push(root.spans!)
      root.spans = null
    },
  }
  return { bed, kept }
}

test('the spans of a request that goes one way after the other sum to its latency, without gap or overlap', () => {
  const { bed, kept } = watched()
  const server = bed.server('server', 100)
  const link = bed.link(
    bed.node('client', { reply: (child, root) => bed.kernel.calls.relay(child, root!) }),
    server,
    10,
  )
  bed.ask(link, { op: 'read', key: 1 })
  const { root } = bed.ask(link, { op: 'read', key: 2 })
  const { id } = root
  bed.run(1000)
  const { spans, latency } = kept.get(id)!
  expect(spans.map(({ kind, from, to }) => [kind, from, to])).toEqual([
    ['network', 0, 10],
    ['queue', 10, 110],
    ['service', 110, 210],
    ['network', 210, 220],
  ])
  expect(spans.reduce((sum, { from, to }) => sum + to - from, 0)).toBe(latency)
})

test('work that goes on after its request is over is not written into another request', () => {
  const { bed, kept } = watched()
  const slow = bed.link(bed.node('a', { reply: relayFailure }), bed.server('slow', 500), 10)
  const fast = bed.link(bed.node('b', { reply: relayFailure }), bed.server('fast', 5), 10)
  function relayFailure(child: Call, root: Call | null): void {
    if (root !== null) bed.kernel.calls.relay(child, root)
  }
  bed.ask(slow, { op: 'read', key: 1 }, { timeoutNanos: 50 })
  bed.run(60)
  bed.kernel.scheduler.runUntil(60)
  const ids: number[] = []
  for (let i = 0; i < 40; i++) {
    ids.push(bed.ask(fast, { op: 'read', key: i }).root.id)
    bed.run(bed.kernel.now + 30)
  }
  for (const id of ids)
    expect(kept.get(id)!.spans.map(({ kind }) => kind)).toEqual(['network', 'service', 'network'])
})

test('a buffer grows as far as it must', () => {
  const clock = { now: 0 }
  const buffer = new SpanBuffer(clock)
  for (let i = 0; i < 1000; i++) {
    clock.now = i + 2
    buffer.add('lock', 0, i, 2)
  }
  expect(buffer.totalNanos('lock')).toBe(2000)
  expect(buffer.toSpans()[999]).toEqual({ kind: 'lock', node: 0, call: 999, from: 999, to: 1001 })
})

test('every kind of stretch comes out as what it went in', () => {
  const buffer = new SpanBuffer({ now: 1 })
  for (const kind of SPAN_KINDS) buffer.add(kind, 0, 0, 1)
  expect(buffer.toSpans().map(({ kind }) => kind)).toEqual([...SPAN_KINDS])
})
