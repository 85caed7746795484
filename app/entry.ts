// What runs first. The simulation starts, and opens what the address names, beside the page and not after it: each has code of its own
// to fetch, and on a second core it costs nothing.
import './session/simulation-worker.ts'
import { LINK_PREFIX } from '../engine/schema/saved/link-prefix.ts'

// What reads a shared run would wait behind all of the page's code.
if (location.hash.startsWith(`#${LINK_PREFIX}`)) void import('./share/codec.ts')
void import('./open-first.ts').then(({ openFirst }) => openFirst())
void import('./main.tsx')
