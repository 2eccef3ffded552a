/** As large as the server takes one: the page of a phone on a poor line stays below 50 KB with it. */
const bytesMax = 24_000
const widthsPixels = [720, 560, 420]
const qualities = [0.82, 0.68, 0.5]

/** Makes a picture small enough: as wide as a phone, then coarser, then narrower. One that is small enough stays as it is. */
export async function shrinkPicture(file: File): Promise<Blob> {
  if (file.size <= bytesMax && ['image/png', 'image/jpeg'].includes(file.type)) return file
  const picture = await createImageBitmap(file)
  for (const width of widthsPixels)
    for (const quality of qualities) {
      const drawn = await draw(picture, Math.min(width, picture.width), quality)
      if (drawn.size <= bytesMax) return drawn
    }
  return file // the server says that it is too large
}

function draw(picture: ImageBitmap, width: number, quality: number): Promise<Blob> {
  const canvas = new OffscreenCanvas(width, Math.round((picture.height * width) / picture.width))
  const pen = canvas.getContext('2d')!
  pen.fillStyle = '#fff' // JPEG has no holes
  pen.fillRect(0, 0, canvas.width, canvas.height)
  pen.drawImage(picture, 0, 0, canvas.width, canvas.height)
  return canvas.convertToBlob({ type: 'image/jpeg', quality })
}
