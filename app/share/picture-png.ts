/** Browsers draw no larger pictures everywhere. */
const MOST_PIXELS = 8_192

/** An SVG document as a PNG, so many times as large, or as large as can be. Rejects when the browser cannot draw it. */
export async function picturePng(svg: string, scale = 2): Promise<Blob> {
  const address = URL.createObjectURL(new Blob([svg], { type: 'image/svg+xml' }))
  try {
    const image = new Image()
    image.src = address
    await image.decode()
    const canvas = document.createElement('canvas')
    const { naturalWidth, naturalHeight } = image
    const most = Math.min(scale, MOST_PIXELS / Math.max(naturalWidth, naturalHeight))
    canvas.width = Math.ceil(naturalWidth * most)
    canvas.height = Math.ceil(naturalHeight * most)
    const ctx = canvas.getContext('2d')
    if (ctx === null) throw new Error('This browser cannot draw pictures.')
    ctx.drawImage(image, 0, 0, canvas.width, canvas.height)
    return await new Promise<Blob>((resolve, reject) =>
      canvas.toBlob(
        (blob) => (blob === null ? reject(new Error('The picture could not be made.')) : resolve(blob)),
        'image/png',
      ),
    )
  } finally {
    URL.revokeObjectURL(address)
  }
}
