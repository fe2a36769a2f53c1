/** Requests for built files that must not end the process, over a real socket. */
import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises'
import type { Server } from 'node:http'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { startHttpServer, stopHttpServer } from './server.server'

const SCRIPT = 'export const answer = 42\n'

let clientDirectory: string
let server: Server
let origin: string

beforeEach(async () => {
  clientDirectory = await mkdtemp(path.join(tmpdir(), 'built-files-'))
  await mkdir(path.join(clientDirectory, 'assets'))
  await writeFile(path.join(clientDirectory, 'assets/page-abc.js'), SCRIPT)
  await writeFile(path.join(clientDirectory, 'assets/gone-abc.js'), SCRIPT)
  server = await startHttpServer(() => Promise.resolve(new Response('a page')), {
    ...{ host: '127.0.0.1', port: 0, clientDirectory, trustedProxies: 0 },
  })
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  origin = `http://127.0.0.1:${address.port}`
})

afterEach(async () => {
  await stopHttpServer(server, 0)
  await rm(clientDirectory, { recursive: true })
})

const readScript = async (init: RequestInit = {}) => {
  const answer = await fetch(`${origin}/assets/page-abc.js`, init)
  return { status: answer.status, text: await answer.text() }
}

describe('a built file', () => {
  it('is given out, to be kept for good where its name has a hash', async () => {
    const answer = await fetch(`${origin}/assets/page-abc.js`)
    expect(answer.headers.get('cache-control')).toBe('public, max-age=31536000, immutable')
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff')
    expect(await answer.text()).toBe(SCRIPT)
  })

  it.each(['bytes=5-2', 'bytes=2-5', 'bytes=-1', 'bytes=99-', 'bytes=x-y', 'bytes=', 'lines=1-2'])(
    'is given out whole where %s of it is asked for',
    async (range) => {
      expect(await readScript({ headers: { Range: range } })).toEqual({ status: 200, text: SCRIPT })
    },
  )

  it('that is gone since it was listed fails alone', async () => {
    await rm(path.join(clientDirectory, 'assets/gone-abc.js'))
    await expect(fetch(`${origin}/assets/gone-abc.js`).then((answer) => answer.text())).rejects.toThrow()
    expect(await readScript()).toEqual({ status: 200, text: SCRIPT })
  })

  it('that never was is a page’s business', async () => {
    expect(await (await fetch(`${origin}/assets/other.js`)).text()).toBe('a page')
  })
})
