/** A stored file as an answer. It is always saved, never shown: what it holds was written by others. */
export function answerDownload(file: { filename: string; mediaType: string; content: Uint8Array } | null): Response {
  if (!file) throw new Response(null, { status: 404 })
  return new Response(new Uint8Array(file.content), {
    headers: {
      'Content-Type': file.mediaType,
      'Content-Length': String(file.content.byteLength),
      'Content-Disposition': writeAttachmentDisposition(file.filename),
      'Cache-Control': 'private, no-cache',
    },
  })
}

/** RFC 6266: a plain name for old clients, and the whole one in UTF-8. */
export function writeAttachmentDisposition(filename: string): string {
  const plain = filename.replace(/[^\x20-\x7e]|["\\%]/g, '_')
  const encoded = encodeURIComponent(filename).replace(/['()*]/g, (character) => {
    return `%${character.charCodeAt(0).toString(16).toUpperCase()}`
  })
  return `attachment; filename="${plain}"; filename*=UTF-8''${encoded}`
}
