import { useStore } from 'zustand'
import { createStore } from 'zustand/vanilla'
import type { Theme } from '../ui/theme.ts'

/** What is selected on the canvas: a node, several nodes, an edge, or nothing. */
export type Selection = { node: string } | { nodes: readonly string[] } | { edge: string } | null

/** What the search palette is asked for: a kind to add, a node to connect to, a kind to put on an edge, a fault to strike. */
export type PaletteWish =
  | { do: 'add' }
  | { do: 'connect'; from: string }
  | { do: 'insert'; edge: string }
  | { do: 'break'; node: string }
  | { do: 'break'; edge: string }

/** What a person looks at. Nothing in here changes the run. */
export interface UiState {
  selection: Selection
  /** The lane that canvas and inspector show. */
  lane: number
  theme: Theme
  /** Which sheet is on top in the left pane, in the right pane, below, and on a narrow screen. */
  leftTab: string
  rightTab: string
  bottomTab: string
  narrowTab: string
  /** How many messages of a frame are drawn as dots; at 15 frames a second and 0.7 s a dot, ten times as many are in the air. */
  flightsAFrame: number
  /** The instant under the pointer, shared by all charts and the time line; null when it is nowhere. */
  cursorNanos: number | null
  /** How far back charts and time line look, in simulated seconds. */
  windowSeconds: number
  galleryOpen: boolean
  /** Whether a pointer has hold of the view or of cards. */
  held: boolean
  /** The middle of what the canvas shows, in cells of its grid; null before it was moved. */
  viewCentre: [column: number, row: number] | null
  /** What the search palette is open for; null when it is closed. */
  palette: PaletteWish | null
}

export const createUiStore = () =>
  createStore<UiState>(() => ({
    selection: null,
    lane: 0,
    theme: 'system',
    leftTab: 'load',
    rightTab: 'guide',
    bottomTab: 'charts',
    narrowTab: 'canvas',
    flightsAFrame: 96,
    cursorNanos: null,
    windowSeconds: 60,
    galleryOpen: false,
    held: false,
    viewCentre: null,
    palette: null,
  }))
export type UiStore = ReturnType<typeof createUiStore>

export const uiStore = createUiStore()

/** Reads what a person looks at in a component: `useUi((ui) => ui.selection)`. */
export const useUi = <T>(selector: (state: UiState) => T): T => useStore(uiStore, selector)

/** Selects a node and shows it in the inspector. */
export const selectNode = (node: string): void =>
  uiStore.setState({ selection: { node }, rightTab: 'inspector' })
export const selectEdge = (edge: string): void =>
  uiStore.setState({ selection: { edge }, rightTab: 'inspector' })
/** Nodes as a selection; one of them alone is that node. */
export const selectionOf = (nodes: readonly string[]): Selection =>
  nodes.length === 0 ? null : nodes.length === 1 ? { node: nodes[0] } : { nodes }
export const selectNodes = (nodes: readonly string[]): void =>
  uiStore.setState({
    selection: selectionOf(nodes),
    ...(nodes.length === 0 ? {} : { rightTab: 'inspector' }),
  })
export const openPalette = (palette: PaletteWish): void => uiStore.setState({ palette })
/** Whether a dialog is open that takes keys, or is on its way. */
export const isDialogWished = (): boolean => {
  const { galleryOpen, palette } = uiStore.getState()
  return galleryOpen || palette !== null
}
export const selectNothing = (): void => uiStore.setState({ selection: null })
export const setLane = (lane: number): void => uiStore.setState({ lane })
export const setCursor = (cursorNanos: number | null): void => uiStore.setState({ cursorNanos })

const NONE: readonly string[] = []
/** The selected nodes, however many. */
export function selectedNodes(selection: Selection): readonly string[] {
  if (selection === null || 'edge' in selection) return NONE
  return 'node' in selection ? [selection.node] : selection.nodes
}
