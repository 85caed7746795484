import { describe, expect, test } from 'vitest'
import { sessionBed } from '../state/session.bed.ts'
import { Sharing } from './sharing.ts'

async function bench(design?: string) {
  const bed = await sessionBed(design)
  return { ...bed, sharing: new Sharing(bed.session) }
}
type Bench = Awaited<ReturnType<typeof bench>>

/** Some of everything that a person does: edits, a fault, a parameter, things that the run does not hear of. */
async function work({ editor, session, until }: Bench): Promise<void> {
  await until(session.runTo(0.3e9))
  await until(editor.add({ kind: 'service', at: [4, 4] }))
  const [client] = Object.entries(editor.document.nodes).find(([, { kind }]) => kind === 'client')!
  await until(session.act({ do: 'set', node: client, param: 'ratePerSecond', value: 321 }))
  await until(session.runTo(0.5e9))
  await until(session.act({ do: 'inject', fault: 'pause', id: 'a', on: { node: client } }))
  await until(editor.move({ service: [7, 7] }))
  await until(editor.rename('service', 'Idle <b>'))
  await until(session.runTo(0.8e9))
}

describe('a shared run', { timeout: 60_000 }, () => {
  test.each([undefined, 'rate-limiter'])(
    'of %s comes to the same digest by link and by file',
    async (design) => {
      const from = await bench(design)
      await work(from)
      const link = await from.until(from.sharing.link())
      const file = await from.until(from.sharing.file())
      for (const open of [
        (to: Bench) => to.sharing.openLink(link),
        (to: Bench) => to.sharing.openFile(file),
      ]) {
        const to = await bench()
        expect(await to.until(open(to))).toEqual({ ok: true })
        const { opened, nowNanos, playing, status } = to.session.store.getState()
        expect(opened!.verdict).toBe('reproduced')
        expect([nowNanos, playing]).toEqual([0.8e9, false])
        expect(status[0]!.digest).toBe(from.digest())
        expect(opened!.document).toEqual(from.editor.document)
        expect(opened!.document.nodes.service).toMatchObject({ at: [7, 7], label: 'Idle <b>' })
      }
    },
    60_000,
  )

  test('is shown as it began while it is done again, and says so', async () => {
    const from = await bench()
    await from.until(from.session.runTo(0.5e9))
    const link = await from.until(from.sharing.link())
    const to = await bench()
    const before = to.session.store.getState().opened!.run
    const seen: string[] = []
    to.session.store.subscribe(({ opened, doingAgain, nowNanos }) => {
      if (opened!.run !== before) seen.push(`${doingAgain} ${nowNanos} ${opened!.verdict}`)
    })
    await to.until(to.sharing.openLink(link))
    expect(seen[0]).toBe('true 0 null')
    expect(seen).toContain('false 500000000 reproduced')
    expect(to.session.store.getState().doingAgain).toBe(false)
  })

  test('that another design overtakes leaves no trace', async () => {
    const from = await bench()
    await from.until(from.session.runTo(0.5e9))
    const link = await from.until(from.sharing.link())
    const to = await bench()
    const { store } = to.session
    const quick = new Promise<unknown>((resolve) => {
      const leave = store.subscribe(({ doingAgain }) => {
        if (!doingAgain) return
        leave()
        resolve(to.session.open('rate-limiter'))
      })
    })
    const slow = to.sharing.openLink(link)
    await to.until(Promise.all([slow, quick]))
    expect(store.getState()).toMatchObject({ doingAgain: false, nowNanos: 0 })
    expect(store.getState().opened!.design!.slug).toBe('rate-limiter')
  })

  test('of a catalogue design carries what differs and not the design', async () => {
    const { sharing, until } = await bench('rate-limiter')
    const saved = await until(sharing.save('short'))
    expect([saved.document, saved.edits]).toEqual([null, []])
    expect((await until(sharing.link())).length).toBeLessThan(400)
  })

  test('that comes to something else says that it differs', async () => {
    const from = await bench()
    await work(from)
    const saved = await from.until(from.sharing.save('whole'))
    const to = await bench()
    await to.until(to.sharing.openSaved({ ...saved, seed: saved.seed + 1 }))
    expect(to.session.store.getState().opened!.verdict).toBe('differs')
    await to.until(to.sharing.openSaved({ ...saved, digest: null }))
    expect(to.session.store.getState().opened!.verdict).toBe('unknown')
    await to.until(to.sharing.openSaved({ ...saved, digest: null, log: [], atNanos: 0 }))
    expect(to.session.store.getState().opened!.verdict).toBeNull()
  })

  test('that is damaged is refused in a sentence, and what was open stays', async () => {
    const { session, sharing, until } = await bench()
    const before = session.store.getState().opened
    const link = await until(sharing.link())
    expect(await until(sharing.openLink(link.slice(0, 99)))).toMatchObject({ ok: false })
    expect(await until(sharing.openFile('{"name":"package"}'))).toMatchObject({ ok: false })
    expect(session.store.getState().opened).toBe(before)
    expect(session.store.getState().notices.map(({ text }) => text)).toEqual([
      expect.stringContaining('cut off') as string,
      expect.stringContaining('of another program') as string,
    ])
  })
})
