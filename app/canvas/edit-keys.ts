import { runStore } from '../state/run-store.ts'
import { editor } from '../state/session.ts'
import { isDialogWished, openPalette, selectNodes, uiStore } from '../state/ui-store.ts'
import { isTypedInto } from '../ui/typed-into.ts'
import {
  duplicateSelected,
  keepingFocus,
  nudgeSelected,
  removeSelected,
  selectedNow,
  takeOff,
} from './edit-actions.ts'
import { tidyUp } from './tidy-up.ts'

export interface EditKey {
  /** As people see them; the first is heard. */
  keys: string[]
  title: string
  /** With Control or Command, with Shift. */
  mod?: true
  shift?: true
  run: () => unknown
}

const NUDGE = 1 / 8

const one = (act: (node: string) => void) => () => {
  const [node] = selectedNow().nodes
  if (node !== undefined) act(node)
}

/** What each key does to the graph, for the handler and for the list that a person sees. */
export const EDIT_KEYS: readonly EditKey[] = [
  { keys: ['a'], title: 'Add a node', run: () => openPalette({ do: 'add' }) },
  {
    keys: ['c'],
    title: 'Connect the selected node',
    run: one((from) => openPalette({ do: 'connect', from })),
  },
  {
    keys: ['i'],
    title: 'Insert on the selected edge',
    run: () => {
      const { edge } = selectedNow()
      if (edge !== null) openPalette({ do: 'insert', edge })
    },
  },
  {
    keys: ['b'],
    title: 'Break what is selected',
    run: () => {
      const { nodes, edge } = selectedNow()
      if (edge !== null) openPalette({ do: 'break', edge })
      else if (nodes.length > 0) openPalette({ do: 'break', node: nodes[0] })
    },
  },
  { keys: ['x'], title: 'Take the selected node off its edge', run: one((node) => void takeOff(node)) },
  { keys: ['Delete', 'Backspace'], title: 'Remove what is selected', run: removeSelected },
  { keys: ['d'], mod: true, title: 'Duplicate', run: duplicateSelected },
  { keys: ['z'], mod: true, title: 'Undo', run: () => keepingFocus(() => editor.undo()) },
  { keys: ['z'], mod: true, shift: true, title: 'Redo', run: () => keepingFocus(() => editor.redo()) },
  { keys: ['y'], mod: true, title: 'Redo', run: () => keepingFocus(() => editor.redo()) },
  {
    keys: ['a'],
    mod: true,
    title: 'Select all nodes',
    run: () => selectNodes(Object.keys(editor.document.nodes)),
  },
  { keys: ['l'], title: 'Tidy up', run: tidyUp },
  {
    keys: ['F2'],
    title: 'Rename',
    run: one(() => {
      uiStore.setState({ rightTab: 'inspector' })
      requestAnimationFrame(() => document.querySelector<HTMLInputElement>('[data-rename]')?.select())
    }),
  },
  { keys: ['ArrowLeft'], shift: true, title: 'Move left', run: () => nudgeSelected(-NUDGE, 0) },
  { keys: ['ArrowRight'], shift: true, title: 'Move right', run: () => nudgeSelected(NUDGE, 0) },
  { keys: ['ArrowUp'], shift: true, title: 'Move up', run: () => nudgeSelected(0, -NUDGE) },
  { keys: ['ArrowDown'], shift: true, title: 'Move down', run: () => nudgeSelected(0, NUDGE) },
]

/** Does what a key stands for, except where nothing is open yet, somebody types, a dialog is open, or a control wants the key itself. */
export function pressed(event: KeyboardEvent): void {
  if (event.altKey || event.defaultPrevented || isTaken(event.target)) return
  const found = EDIT_KEYS.find(
    ({ keys, mod = false, shift = false }) =>
      keys.some((key) => key.toLowerCase() === event.key.toLowerCase()) &&
      mod === (event.ctrlKey || event.metaKey) &&
      shift === event.shiftKey,
  )
  if (found === undefined) return
  event.preventDefault()
  void found.run()
}

const isTaken = (target: EventTarget | null): boolean =>
  runStore.getState().opened === null ||
  isDialogWished() ||
  isTypedInto(target) ||
  (target instanceof HTMLElement && target.closest('[role=slider], [role=dialog], [role=listbox]') !== null)
