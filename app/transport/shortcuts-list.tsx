import { EDIT_KEYS, type EditKey } from '../canvas/edit-keys.ts'
import { Kbd } from '../ui/kbd.tsx'
import css from './transport.module.css'
import { CANVAS_KEYS, SHORTCUTS } from './use-shortcuts.ts'

/** All keys, with what they do. */
export const ShortcutsList = () => (
  <>
    <table className={css.keys}>
      <caption className="overline">Anywhere</caption>
      <tbody>{SHORTCUTS.map(row)}</tbody>
    </table>
    <table className={css.keys}>
      <caption className="overline">On the graph</caption>
      <tbody>{CANVAS_KEYS.map(row)}</tbody>
    </table>
    <table className={css.keys}>
      <caption className="overline">To change the graph</caption>
      <tbody>{EDIT_KEYS.map((key) => row({ title: key.title, keys: pressed(key) }))}</tbody>
    </table>
  </>
)

const nameOf = (key: string): string => (key === ' ' ? 'Space' : key)

/** The first key is enough to know, with what is held down meanwhile. */
const pressed = ({ keys, mod, shift }: EditKey): string[] => [
  ...(mod === true ? ['Ctrl'] : []),
  ...(shift === true ? ['Shift'] : []),
  NAMES[keys[0]] ?? keys[0].toUpperCase(),
]
const NAMES: Record<string, string> = {
  Delete: 'Delete',
  ArrowLeft: '←',
  ArrowRight: '→',
  ArrowUp: '↑',
  ArrowDown: '↓',
}

const row = ({ keys, title }: { keys: readonly string[]; title: string }) => (
  <tr key={title}>
    <th scope="row">
      {keys.map((key) => (
        <Kbd key={key}>{nameOf(key)}</Kbd>
      ))}
    </th>
    <td>{title}</td>
  </tr>
)
