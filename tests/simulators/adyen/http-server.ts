/** The socket under the simulator: loopback, a free port, and nothing left behind. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface HttpRequest {
  method: string
  url: URL
  headers: IncomingMessage['headers']
  body: string
}

/** `hang` keeps the connection open without an answer, `reset` breaks it. */
export type HttpReaction =
  | { kind: 'answer'; status: number; headers: Record<string, string>; body: string }
  | { kind: 'hang' }
  | { kind: 'reset' }

export class HttpServer {
  private server: Server | null = null
  private port = 0

  constructor(private readonly react: (request: HttpRequest) => Promise<HttpReaction>) {}

  get origin(): string {
    return `http://127.0.0.1:${this.port}`
  }

  /** Listens, on the port it had before if it had one. */
  async open(): Promise<void> {
    const server = createServer((request, response) => void this.handle(request, response))
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject)
      server.listen(this.port, '127.0.0.1', resolve)
    })
    this.server = server
    this.port = (server.address() as AddressInfo).port
  }

  /** Refuses connections from now on and breaks those there are. */
  async close(): Promise<void> {
    const { server } = this
    if (!server) return
    this.server = null
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  }

  private async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      const chunks: Buffer[] = []
      for await (const chunk of request) chunks.push(Buffer.from(chunk as Uint8Array))
      const { method = 'GET', headers } = request
      const url = new URL(request.url ?? '/', this.origin)
      const reaction = await this.react({ method, url, headers, body: Buffer.concat(chunks).toString('utf8') })
      if (reaction.kind === 'reset') request.socket.destroy()
      else if (reaction.kind === 'answer') response.writeHead(reaction.status, reaction.headers).end(reaction.body)
    } catch {
      // Whoever asked is gone.
      request.socket.destroy()
    }
  }
}
