import { expect, test, type Playground } from './playground.ts'

type Act = (playground: Playground) => Promise<void>

/** What a person does with one design, and what it is to show. Instants are simulated seconds, so that every run is the same. */
interface Journey {
  slug: string
  title: string
  /** A figure of the guide, what is measured of it before anything breaks, in the same base units, and how far they may be apart. */
  estimate: { name: string; measured: (readings: Record<string, number>) => number; within: number }
  breaks: string
  /** The reading that the entry names, after `shownAt`. */
  reading: string
  shows: (value: number) => boolean
  shownAt: number
  naive: Act
  promise: string
  /** What the operations of the violation speak of. */
  says: RegExp
  brokenBy: number
}

const press = async (playground: Playground, name: string) => {
  await playground.by('tab-faults').click()
  await playground.by(`break-${name}`).click()
}
const select =
  (name: string, option: RegExp): Act =>
  (playground) =>
    playground.choose(`flip-${name}`, option)
const set =
  (name: string, to: string): Act =>
  (playground) =>
    playground.by(`flip-${name}-${to}`).click()

const BREAKS_AT = 3

/** What the prefixes and units of the guide are worth in the readings, where times are nanoseconds and shares are of one. */
const WORTH: Readonly<Record<string, number>> = { k: 1e3, M: 1e6, '%': 0.01, ms: 1e6, s: 1e9 }

/** The figure as the guide shows it, beside what has been measured. */
async function compareEstimate(playground: Playground, { name, measured, within }: Journey['estimate']) {
  await playground.by('guide-sheets').getByText('Estimates').click()
  const text = (await playground.by(`estimate-${name}`).locator('dd').textContent()) ?? ''
  const [, figure, unit = ''] = /^([\d.]+)\s*(k|M|%|ms|s)?(?![a-z])/.exec(text) ?? []
  const estimate = Number(figure) * (WORTH[unit] ?? 1)
  const { readings } = await playground.read()
  const known = Object.entries(readings).map(([id, value]) => [id, value ?? NaN] as const)
  const found = measured(Object.fromEntries(known))
  expect(estimate, `the guide’s ${name}: ${text}`).toBeGreaterThan(0)
  expect(Math.abs(found / estimate - 1), `${name}: ${text}, measured ${found}`).toBeLessThanOrEqual(within)
}

const JOURNEYS: Journey[] = [
  {
    slug: 'local-vs-global-caching',
    title: 'Local and global caching',
    estimate: { name: 'localHits', measured: (r) => r['app-1.localHitRate'], within: 0.2 },
    breaks: 'messages dropped',
    reading: 'checks.staleCopies',
    shows: (copies) => copies > 0,
    shownAt: 5,
    naive: select('invalidation', /The writer clears its own/),
    promise: 'bounded-staleness',
    says: /user \d+ wrote/,
    brokenBy: 9,
  },
  {
    slug: 'sharding-and-federation',
    title: 'Sharding and federation',
    estimate: {
      name: 'rowsHere',
      measured: (r) => [0, 1, 2, 3].reduce((sum, shard) => sum + r[`shard-${shard}a.rows`], 0),
      within: 0.01,
    },
    breaks: 'add a shard',
    reading: 'shard-4a.rows',
    shows: (rows) => rows > 1_000,
    shownAt: 7,
    naive: set('saga', 'forgotten'),
    promise: 'money-conserved',
    says: /accounts hold/,
    brokenBy: 10,
  },
  {
    slug: 'file-and-ftp-adapters',
    title: 'File and FTP adapters',
    estimate: { name: 'rows', measured: (r) => r['table.rows'], within: 0.02 },
    breaks: 'malformed',
    reading: 'adapter.rejected',
    shows: (rows) => rows > 0,
    shownAt: 7.1,
    naive: set('rejects', 'drop'),
    promise: 'rejected-rows-kept',
    says: /row \d+/,
    brokenBy: 16,
  },
  {
    slug: 'strong-vs-eventual-consistency',
    title: 'Strong and eventual consistency',
    estimate: { name: 'farRead', measured: (r) => r['b-users.latency'], within: 0.25 },
    breaks: 'partition',
    reading: 'b-users.success',
    shows: (share) => share < 0.5,
    shownAt: 5,
    naive: select('isolation', /Read committed/),
    promise: 'money-is-conserved',
    says: /committed \d+ cents/,
    brokenBy: 8,
  },
  {
    slug: 'distributed-consistency',
    title: 'Distributed consistency',
    estimate: { name: 'twoPhases', measured: (r) => r['orders.commitTime'], within: 0.25 },
    breaks: 'coordinator dies',
    reading: 'stock.blockedFor',
    shows: (nanos) => nanos > 1e9,
    shownAt: 5,
    naive: select('replication', /Multi-leader/),
    promise: 'no-write-dropped',
    says: /keeps .+ and drops/,
    brokenBy: 8,
  },
  {
    slug: 'top-k-heavy-hitters',
    title: 'Top-K heavy hitters',
    estimate: { name: 'scaledEvents', measured: (r) => 3 * r['events.events'], within: 0.1 },
    breaks: 'skew shift',
    reading: 'checks.recall',
    shows: (share) => share > 0.8,
    shownAt: 7,
    naive: set('merge', 'lists'),
    promise: 'top-k-recall',
    says: /counted \d+ events/,
    brokenBy: 12,
  },
  {
    slug: 'key-value-store',
    title: 'Key-value store',
    estimate: { name: 'share', measured: (r) => 3 * r['n1.share'], within: 0.2 },
    breaks: 'partition',
    reading: 'n3.hints',
    shows: (hints) => hints > 0,
    shownAt: 6,
    naive: async (playground) => {
      await set('quorum', 'strict')(playground)
      await select('levels', /R = 1, W = 1/)(playground)
    },
    promise: 'quorum-reads-are-fresh',
    says: /acknowledged u\d+#\d+ of key/,
    brokenBy: 9,
  },
  {
    slug: 'message-broker',
    title: 'Message broker',
    estimate: { name: 'replication', measured: (r) => r['broker-1.inSync'], within: 0 },
    breaks: 'follower cut off',
    reading: 'broker-3.inSync',
    shows: (copies) => copies < 3,
    shownAt: 5,
    naive: async (playground) => {
      await set('election', 'unclean')(playground)
      await press(playground, 'unclean election')
    },
    promise: 'acknowledged-records-survive',
    says: /was told that record \d+/,
    brokenBy: 9,
  },
  {
    slug: 'configuration-store',
    title: 'Configuration store',
    estimate: { name: 'readMs', measured: (r) => r['s1.readTime'], within: 0.25 },
    breaks: 'minority partition',
    reading: 's3.term',
    shows: (term) => term >= 2,
    shownAt: 5,
    naive: select('reads', /Whatever this server has/),
    promise: 'configuration-is-linearizable',
    says: /process \d+/,
    brokenBy: 9,
  },
]

for (const journey of JOURNEYS) {
  const { slug, title, estimate, breaks, reading, shows, shownAt, naive, promise, says, brokenBy } = journey
  test(`${title}: opened from the gallery, held against its estimate, broken, and broken for good without its idea`, async ({
    playground,
  }) => {
    await playground.open()
    await playground.by('open-gallery').click()
    await playground.by(`design-${slug}`).click()
    await expect(playground.by('design-title')).toContainText(title)
    await playground.runs()

    await playground.prepare(slug)
    await playground.runUntil(BREAKS_AT)
    await compareEstimate(playground, estimate)
    await press(playground, breaks)
    await playground.runUntil(shownAt)
    expect(shows(await playground.reading(reading)), reading).toBe(true)
    await expect(playground.by('promise-state')).toContainText('hold')

    await playground.by('tab-load').click()
    await naive(playground)
    await playground.runUntil(brokenBy)
    await expect(playground.by('promise-state')).toContainText('broken')
    await playground.by('promise-state').click()
    await playground.verdict(promise, 'violated')
    const violation = playground.by(`violation-${promise}`)
    await expect(violation).toContainText('First at')
    await expect(violation.getByRole('listitem').filter({ hasText: says }).first()).toBeVisible()
  })
}

test('by keyboard alone: a design is found, broken, and its idea taken away', async ({
  playground,
  page,
}) => {
  await playground.open()
  await playground.by('open-gallery').focus()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('searchbox', { name: 'Find a design' })).toBeFocused()
  await page.keyboard.type('strong and eventual')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await expect(playground.by('design-title')).toContainText('Strong and eventual consistency')
  await playground.runs()
  await playground.by('tab-load').focus()
  await page.keyboard.press('ArrowRight')
  await playground.by('break-partition').focus()
  await page.keyboard.press('Enter')
  await expect(playground.by('active-faults')).toContainText('Partition')
  await playground.by('tab-faults').focus()
  await page.keyboard.press('ArrowLeft')
  await playground.chooseLastByKeyboard('flip-isolation')
  await expect.poll(async () => (await playground.read()).settings.isolation).toBe('read-committed')
  await playground.by('promise-state').focus()
  await page.keyboard.press('Enter')
  await playground.verdict('money-is-conserved', 'violated')
  await expect(playground.by('violation-money-is-conserved')).toContainText('cents')
})
