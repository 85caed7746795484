import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { afterPainting } from './after-painting.ts'

const frames: (() => void)[] = []
/** The screen is painted once, and what waits behind it runs. */
function paint(): void {
  for (const frame of frames.splice(0)) frame()
  vi.runAllTimers()
}

beforeEach(() => {
  vi.useFakeTimers()
  vi.stubGlobal('requestAnimationFrame', (frame: () => void) => frames.push(frame))
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

it('gives each callback a frame of its own, in the order they came', () => {
  const called: string[] = []
  for (const name of ['a', 'b', 'c']) afterPainting(() => called.push(name))
  expect(called).toEqual([])
  paint()
  expect(called).toEqual(['a'])
  paint()
  paint()
  expect(called).toEqual(['a', 'b', 'c'])
  expect(frames).toHaveLength(0)
})

it('leaves out who was called off, and is ready for whoever comes later', () => {
  const called: string[] = []
  const callOff = afterPainting(() => called.push('never'))
  afterPainting(() => called.push('kept'))
  callOff()
  paint()
  expect(called).toEqual(['kept'])
  afterPainting(() => called.push('later'))
  paint()
  expect(called).toEqual(['kept', 'later'])
})

it('goes on with the others when one fails', () => {
  const called: string[] = []
  afterPainting(() => {
    throw new Error('planted')
  })
  afterPainting(() => called.push('next'))
  expect(paint).toThrow('planted')
  paint()
  expect(called).toEqual(['next'])
})
