/** The creditors' systems: they keep what they are sent, and often enough are slow, fail, or take it and say they failed. */
import { setTimeout as sleep } from 'node:timers/promises'
import { startWebhookReceiver } from '../factories/webhook-receiver'
import type { Chance } from './chance'

export interface ReceivedEvent {
  /** The header `webhook-id`. */
  id: string
  headers: Record<string, string>
  body: string
}

export interface FlakyReceiver {
  readonly origin: string
  readonly received: ReceivedEvent[]
  close(): Promise<void>
}

export async function startFlakyReceiver(chance: Chance): Promise<FlakyReceiver> {
  const receiver = await startWebhookReceiver()
  receiver.answerWith((response) => {
    const status = chance.happens(0.1) ? 500 : 204
    const delayMs = chance.happens(0.15) ? chance.between(20, 300) : 0
    void sleep(delayMs).then(() => response.writeHead(status).end())
  })
  return {
    origin: new URL(receiver.url).origin,
    get received() {
      return receiver.received.map((event) => ({ ...event, id: event.headers['webhook-id'] ?? '' }))
    },
    close: () => receiver.close(),
  }
}
