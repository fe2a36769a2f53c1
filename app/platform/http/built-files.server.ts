/** What the build wrote for browsers, and the public folder, from disk. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import sirv from 'sirv'

/** Answers with the file that is asked for, else leaves the request to `next`. */
export type ServeBuiltFile = (request: IncomingMessage, response: ServerResponse, next: () => void) => void

/** `directory` is listed once: files with a hash in their name under `assets`, and others. */
export function createBuiltFiles(directory: string): ServeBuiltFile {
  const serve = sirv(directory, {
    brotli: true,
    gzip: true,
    etag: true,
    setHeaders(response, pathname) {
      response.setHeader('X-Content-Type-Options', 'nosniff')
      response.setHeader('Cross-Origin-Resource-Policy', 'same-origin')
      if (pathname.startsWith('/assets/')) response.setHeader('Cache-Control', 'public, max-age=31536000, immutable')
    },
  })
  return (request, response, next) => {
    // Parts are not given out: the files are small, and sirv throws where a range ends before it begins.
    delete request.headers.range
    // sirv leaves it unheard that a file is gone since it was listed, as after another build, which would end the process.
    response.once('pipe', (file) => file.once('error', () => response.destroy()))
    serve(request, response, next)
  }
}
