/** Saves a file that the server gave as text, where the person's browser keeps downloads. */
export function saveFile(name: string, mediaType: string, base64: string): void {
  const link = document.createElement('a')
  link.href = `data:${mediaType};base64,${base64}`
  link.download = name
  link.click()
}

/** Saves a text that was made here. */
export function saveText(name: string, text: string): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(new Blob([text], { type: 'text/plain;charset=utf-8' }))
  link.download = name
  link.click()
  URL.revokeObjectURL(link.href)
}
