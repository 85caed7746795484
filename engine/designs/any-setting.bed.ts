import type { RandomStream } from '../lib/random.ts'
import type { Design } from '../schema/design.ts'
import { InputError } from '../schema/input-error.ts'
import type { Parameter, ParameterValue } from '../schema/parameter.ts'
import type { World } from '../run/world.ts'
import { SERVICES } from '../services/catalogue.ts'

/** Loads beyond this make a test slow and nothing else. */
const MOST_PER_SECOND = 3_000
const MOST_RETRIES = 3
/** Users in a closed loop ask as fast as they are answered, which is as fast as the machine can. */
const SLOW = new Set(['loop'])
const MULTIPLIES = /PerSecond|peak|factor|users/i

/** Sets some parameter of some node to some value that it may have; refusals are fine, they are sentences. */
export function setAnything(world: World, design: Design, random: RandomStream): void {
  const nodes = Object.entries(design.document.nodes)
  const [node, { kind }] = nodes[random.below(nodes.length)]
  const params = Object.entries<Parameter>(SERVICES.get(kind)!.params).filter(([name]) => !SLOW.has(name))
  if (params.length === 0) return
  const [param, declared] = params[random.below(params.length)]
  try {
    world.act({ do: 'set', node, param, value: anyValue(param, declared, random) })
  } catch (error) {
    if (!(error instanceof InputError)) throw error
  }
}

function anyValue(name: string, parameter: Parameter, random: RandomStream): ParameterValue {
  if (parameter.type === 'toggle') return random.chance(0.5)
  if (parameter.type === 'choice') {
    const options = Object.keys(parameter.options)
    return options[random.below(options.length)]
  }
  const { min, type } = parameter
  const max = MULTIPLIES.test(name)
    ? Math.max(min, Math.min(parameter.max, MOST_PER_SECOND))
    : name === 'retries'
      ? MOST_RETRIES
      : parameter.max
  const skewed = random.uniform() * random.uniform() * random.uniform() * random.uniform()
  const value = random.chance(0.3) ? min : random.chance(0.3) ? max : min + (max - min) * skewed
  return type === 'integer' ? Math.round(value) : value
}
