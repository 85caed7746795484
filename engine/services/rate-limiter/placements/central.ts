import type { Verdict } from '../../limiter-store/counter-table.ts'
import type { Placement } from '../placement.ts'

/** One store counts for all servers and decides in one step. */
export const central: Placement = {
  begin(_memory, call, tools) {
    const charges = tools.charges(call)
    const now = tools.timeFromServer ? tools.clock : null
    tools.ask(call, {
      what: 'decide',
      charges,
      charging: tools.charging,
      now,
      about: { client: call.client, cost: call.cost, policy: charges[0].policy }, // the first is the client's own
    })
  },
  answered(_memory, child, call, tools) {
    if (call !== null) tools.settle(call, child.value as Verdict)
  },
}
