import { expect, it } from 'vitest'
import { ms, s } from '../../../lib/units.ts'
import { StoreGroup } from './store-group.bed.ts'

const golden = (name: string) => new URL(`./golden/${name}.txt`, import.meta.url).pathname

it('tells of a hinted handoff: an owner is away, another keeps his write, and hands it over', async () => {
  const group = new StoreGroup({ seed: 1, options: { antiEntropyNanos: Infinity, readRepair: false } })
  const { owners, walk } = group.nodes[0]!.ring.placeOf(7)
  group.story.push(
    `Key 7 belongs to ${owners.map((owner) => `n${owner}`).join(', ')}; next on the ring is n${walk[3]}.`,
  )
  group.runUntil(s(1))
  group.crash(owners[1])
  group.story.push(`n${owners[1]} crashes.`)
  group.runUntil(s(4))
  group.tellsStory = true
  group.put(owners[0], 7)
  group.runUntil(s(4) + ms(100))
  group.story.push(`n${owners[1]} is back.`)
  group.restart(owners[1])
  group.runUntil(s(6))
  group.tellsStory = false
  expect(group.nodes[owners[1]]!.peek(7)?.versions.map(({ value }) => value)).toEqual(['v1'])
  await expect(`${group.story.join('\n')}\n`).toMatchFileSnapshot(golden('hinted-handoff'))
})

it('tells of anti-entropy: a disk is lost, and trees find what is missing, a level at a time', async () => {
  const options = { antiEntropyNanos: Infinity, readRepair: false, handoff: false }
  const group = new StoreGroup({ seed: 2, size: 3, options })
  for (let key = 0; key < 6; key++) group.at(s(1) + ms(20) * key, () => group.put(0, key))
  group.runUntil(s(2))
  group.loseDisk(2)
  group.story.push('n0, n1 and n2 hold six keys; n2 loses its disk and comes back.')
  group.compareEvery(ms(200))
  group.restart(2)
  group.tellsStory = true
  group.runUntil(s(2) + ms(450))
  group.tellsStory = false
  expect([0, 1, 2, 3, 4, 5].map((key) => group.nodes[2]!.peek(key)?.versions.length)).toEqual([
    1, 1, 1, 1, 1, 1,
  ])
  await expect(`${group.story.join('\n')}\n`).toMatchFileSnapshot(golden('anti-entropy'))
})
