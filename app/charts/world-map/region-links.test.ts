import { expect, it } from 'vitest'
import type { Document } from '../../../engine/schema/document.ts'
import { regionLinks } from './region-links.ts'

const node = (region?: string) => ({
  kind: 'service',
  label: '',
  at: [0, 0] as [number, number],
  params: {},
  region,
})
const edge = (from: string, to: string) => ({ id: `${from}>${to}`, from, port: 'next', to })
const document = {
  nodes: { a: node('us-east'), b: node('us-east'), c: node('eu-west'), users: node() },
  edges: [edge('a', 'b'), edge('a', 'c'), edge('c', 'b'), edge('users', 'a')],
} as unknown as Document

it('joins each pair of regions once, and says when a fault is on one of their links', () => {
  expect(regionLinks(document, [])).toEqual([{ from: 'us-east', to: 'eu-west', struck: false }])
  const fault = { id: 'cut', fault: 'partition', on: { edge: 'c>b' } }
  expect(regionLinks(document, [fault as never])).toMatchObject([{ struck: true }])
})
