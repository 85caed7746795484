// What a design allocates and keeps in a Chromium worker, asked of the worker by the browser's debugger.

const SECONDS = 60
/** As in Node: what a slice allocates is still there at its end, unless it was collected in between. */
const SLICES = 240

/** Bytes that a request allocates, and the most that was held at a slice's end, typed arrays included. */
export async function workerMemory(page, slug, { quick }) {
  const seconds = quick ? SECONDS / 10 : SECONDS
  const heap = await heapsOfWorkers(page)
  const requests = () => page.evaluate(() => window.breakwater.read().totals.offered)
  await page.evaluate((opened) => window.breakwater.open(opened), slug)
  const usedBytes = await heap.busiest(() => page.evaluate(() => window.breakwater.runUntil(0.5)))
  await heap.collect()
  let before = await usedBytes()
  let [allocated, peak] = [0, before]
  const offeredBefore = await requests()
  for (let slice = 1; slice <= SLICES; slice++) {
    await page.evaluate((to) => window.breakwater.runUntil(to), 0.5 + (seconds * slice) / SLICES)
    const now = await usedBytes()
    if (now > before) allocated += now - before
    peak = Math.max(peak, now)
    before = now
  }
  const offered = (await requests()) - offeredBefore
  await heap.leave()
  return { bytesPerRequest: allocated / offered, peakHeapMb: peak / 1e6 }
}

/** The heaps of all workers of a page. */
async function heapsOfWorkers(page) {
  const session = await page.context().newCDPSession(page)
  const workers = []
  const answers = new Map()
  session.on('Target.attachedToTarget', ({ sessionId, targetInfo }) => {
    if (targetInfo.type === 'worker') workers.push(sessionId)
  })
  session.on('Target.receivedMessageFromTarget', ({ message }) => {
    const { id, result } = JSON.parse(message)
    answers.get(id)?.(result)
    answers.delete(id)
  })
  await session.send('Target.setAutoAttach', {
    autoAttach: true,
    waitForDebuggerOnStart: false,
    flatten: false,
  })
  let last = 0
  const ask = async (sessionId, method) => {
    const id = ++last
    const answer = new Promise((resolve) => answers.set(id, resolve))
    await session.send('Target.sendMessageToTarget', { sessionId, message: JSON.stringify({ id, method }) })
    return answer
  }
  const used = async (sessionId) => {
    const { usedSize, backingStorageSize = 0 } = await ask(sessionId, 'Runtime.getHeapUsage')
    return usedSize + backingStorageSize
  }
  const each = (method) => Promise.all(workers.map((worker) => ask(worker, method)))
  return {
    collect: () => each('HeapProfiler.collectGarbage'),
    /** How to read the heap of the worker in which `work` allocates most: the simulation's. */
    async busiest(work) {
      await each('HeapProfiler.collectGarbage')
      const before = await Promise.all(workers.map(used))
      await work()
      const grown = (await Promise.all(workers.map(used))).map((bytes, i) => bytes - before[i])
      const worker = workers[grown.indexOf(Math.max(...grown))]
      return () => used(worker)
    },
    leave: () => session.detach(),
  }
}
