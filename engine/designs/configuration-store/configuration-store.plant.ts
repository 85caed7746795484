import type { ConfigMessage } from '../../services/config-store/protocol.ts'
import { service as store } from '../../services/config-store/service.ts'
import { StoreState } from '../../services/config-store/store-state.ts'
import type { AnyService } from '../../services/define-service.ts'
import type { Action } from '../../schema/design.ts'
import { scenarioPlants, type ScenarioBug } from '../scenario-plant.bed.ts'
import { design } from './design.ts'

const sound: AnyService = store

/** Locks change hands often. */
const BUSY_LOCK: Action[] = ['batch', 'standby'].flatMap((node) => [
  { do: 'set', node, param: 'holdSeconds', value: 0.5 } as const,
  { do: 'set', node, param: 'workMs', value: 100 } as const,
])
const FIRST_EPOCH = 1

/** Every grant of a lock is told the same revision, as if locks had no epochs. */
const withoutEpochs: AnyService = {
  ...sound,
  start(setup, disk) {
    const state = new StoreState(setup, disk)
    const { machine } = state
    const apply = machine.apply.bind(machine)
    machine.apply = (command) => {
      const result = apply(command)
      const grants = command.type === 'transact' && command.puts.some(({ lease = 0 }) => lease > 0)
      return grants ? { ...result, revision: FIRST_EPOCH } : result
    }
    return state
  },
}

const FORGOTTEN = 7
/** Whatever one watcher asks for, nobody answers; its connection lives, so that it never goes elsewhere. */
const forgetsOneWatcher: AnyService = {
  ...sound,
  on: {
    ...sound.on,
    message(state, payload, ...rest) {
      const message = payload as ConfigMessage
      const heard =
        message.type === 'watch-open'
          ? { ...message, watchers: message.watchers.filter((watcher) => watcher !== FORGOTTEN) }
          : payload
      sound.on!.message!(state, heard, ...rest)
    },
  },
}

const BUGS: readonly ScenarioBug[] = [
  {
    name: 'lease-without-epoch',
    protocol: 'leases',
    bug: 'A lock has no epoch: a lease grants the token of its last holder to the next one too.',
    checker: 'one-lease-holder',
    broken: withoutEpochs,
    scenario: 'steady',
    seconds: 6,
    also: BUSY_LOCK,
  },
  {
    name: 'watcher-forgotten',
    protocol: 'watches',
    bug: 'Servers forget one watcher when it comes back: it never hears of anything again, and nothing tells it so.',
    checker: 'watchers-miss-nothing',
    broken: forgetsOneWatcher,
    scenario: 'steady',
  },
  {
    name: 'reads-of-one-left-behind',
    protocol: 'configuration store',
    bug: 'A server answers reads from what it has, though it may be cut off.',
    checker: 'configuration-is-linearizable',
    plant: { do: 'switch', name: 'reads', to: 'local' },
    scenario: 'minority partition',
    seconds: 8,
  },
]

export const plants = scenarioPlants(design, BUGS)
