import { InputError } from '../../schema/input-error.ts'
import type { HistoryModel } from './history-model.ts'

const models = import.meta.glob<HistoryModel>(['./models/*.ts', '!./models/*.test.ts'], {
  eager: true,
  import: 'model',
})

/** Every history model by name: each file in `models/` exports one as `model`. */
export const HISTORY_MODELS: ReadonlyMap<string, HistoryModel> = new Map(
  Object.values(models)
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map((model) => [model.name, model]),
)

/** The model of that name. Throws `InputError` with the names there are. */
export function historyModelNamed(name: string): HistoryModel {
  const model = HISTORY_MODELS.get(name)
  if (model === undefined) {
    throw new InputError(
      `There is no history model "${name}"; the models are ${[...HISTORY_MODELS.keys()].join(', ')}.`,
    )
  }
  return model
}
