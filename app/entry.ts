// The first thing that runs. The simulation starts beside the page, not after it: each has code of its own to fetch and start.
import './session/simulation-worker.ts'

void import('./main.tsx')
