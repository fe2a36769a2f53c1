/** Stands between a process of the portal and PostgreSQL: sees each COMMIT go by, and can hold one up for good. */
import { once } from 'node:events'
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net'

/** `before`: PostgreSQL never hears of it. `after`: it is committed, and nobody is told. */
type CommitMoment = 'before' | 'after'

interface Trap {
  moment: CommitMoment
  /** Commits still to let pass. */
  left: number
  onReached: () => void
}

export class DatabaseGate {
  private readonly sockets = new Set<Socket>()
  private trap: Trap | null = null

  private constructor(
    private readonly server: Server,
    /** Of PostgreSQL; another one after each of its starts. */
    public targetPort: number,
  ) {
    server.on('connection', (client: Socket) => this.relay(client))
  }

  static async open(targetPort: number): Promise<DatabaseGate> {
    const server = createServer()
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    return new DatabaseGate(server, targetPort)
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port
  }

  /**
   * Resolves at the `count`th commit from now on, which it holds up: whoever waits for it is to be killed. Resolves with
   * false when `giveUp` is aborted first.
   */
  holdCommit(count: number, moment: CommitMoment, giveUp: AbortSignal): Promise<boolean> {
    return new Promise((resolve) => {
      const trap: Trap = { moment, left: count, onReached: () => resolve(true) }
      this.trap = trap
      const disarm = () => {
        if (this.trap === trap) this.trap = null
        resolve(false)
      }
      if (giveUp.aborted) disarm()
      else giveUp.addEventListener('abort', disarm, { once: true })
    })
  }

  async close(): Promise<void> {
    for (const socket of this.sockets) socket.destroy()
    this.server.close()
    await once(this.server, 'close')
  }

  private relay(client: Socket): void {
    const database = connect({ host: '127.0.0.1', port: this.targetPort, noDelay: true })
    client.setNoDelay(true)
    let heldAfter: Trap | null = null
    let isHeld = false
    client.on('data', (chunk) => {
      if (isHeld) return
      const trap = this.trap
      if (trap && chunk.includes('COMMIT') && (trap.left -= 1) <= 0) {
        this.trap = null
        if (trap.moment === 'before') {
          isHeld = true
          trap.onReached()
          return
        }
        heldAfter = trap
      }
      if (!database.write(chunk)) client.pause()
    })
    database.on('data', (chunk) => {
      if (heldAfter) {
        isHeld = true
        heldAfter.onReached()
        heldAfter = null
      }
      if (!isHeld && !client.write(chunk)) database.pause()
    })
    client.on('drain', () => database.resume())
    database.on('drain', () => client.resume())
    for (const [socket, other] of [
      [client, database],
      [database, client],
    ] as const) {
      this.sockets.add(socket)
      socket.on('error', () => undefined)
      socket.on('close', () => {
        this.sockets.delete(socket)
        other.destroy()
      })
    }
  }
}
