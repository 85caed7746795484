import { selectNothing, uiStore } from '../state/ui-store.ts'

/** Closes the gallery before something of it opens: nothing is selected, and the address names no design of the catalogue. */
export function leaveGallery(address = ''): void {
  selectNothing()
  uiStore.setState({ galleryOpen: false, leftTab: 'load', rightTab: 'guide', narrowTab: 'canvas' })
  history.replaceState(null, '', address === '' ? location.pathname : `#${address}`)
}
