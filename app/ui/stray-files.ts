/**
 * Keeps the page when a file is let go where nothing takes files (or before what takes them has loaded): a browser
 * would leave the page and show the file.
 */
export function keepPageOnDrop(page: Pick<Window, 'addEventListener'>): void {
  const stay = (event: DragEvent) => {
    if (event.dataTransfer?.types.includes('Files') === true) event.preventDefault()
  }
  page.addEventListener('dragover', stay)
  page.addEventListener('drop', stay)
}
