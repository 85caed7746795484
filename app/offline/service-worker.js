// Keeps the whole page on the device, so that it opens without a network. The build puts ASSETS and VERSION in front.
/* global ASSETS, VERSION */

const CACHE = `breakwater-${VERSION}`
const AT_ONCE = 6
/** Scripts are asked for with an Origin header, which they were not fetched with; the content is the same. */
const ANY_ORIGIN = { ignoreVary: true }

self.addEventListener('install', (event) => {
  event.waitUntil(fill().then(() => self.skipWaiting()))
})

self.addEventListener('activate', (event) => {
  event.waitUntil(forgetOlder().then(() => self.clients.claim()))
})

self.addEventListener('fetch', (event) => {
  const { request } = event
  if (request.method !== 'GET' || new URL(request.url).origin !== location.origin) return
  event.respondWith(request.mode === 'navigate' ? newest(request) : kept(request))
})

/** A few files at a time: what runs in the page has the better part of the machine. */
async function fill() {
  const cache = await caches.open(CACHE)
  const left = [...ASSETS]
  const fetchOthers = async () => {
    while (left.length > 0) await cache.add(left.shift())
  }
  await Promise.all(Array.from({ length: AT_ONCE }, fetchOthers))
}

async function forgetOlder() {
  const names = await caches.keys()
  const older = names.filter((name) => name.startsWith('breakwater-') && name !== CACHE)
  await Promise.all(older.map((name) => caches.delete(name)))
}

/** The document comes from the server while there is one, so that a new version shows at once. */
async function newest(request) {
  try {
    return await fetch(request)
  } catch {
    const cache = await caches.open(CACHE)
    return (await cache.match('./', ANY_ORIGIN)) ?? Response.error()
  }
}

/** Everything else has its content in its name and never changes. */
async function kept(request) {
  const cache = await caches.open(CACHE)
  return (await cache.match(request, ANY_ORIGIN)) ?? fetch(request)
}
