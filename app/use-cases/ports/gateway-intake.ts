import type { GatewayEvent } from './payment-gateway'

/** Takes in what providers tell as fast as they tell it: each event once, and with it the job that decides it. */
export interface GatewayIntake {
  /**
   * All of them or none, in one statement. The ids are of the inbox entries to be. Returns how many events had not been
   * taken before.
   */
  take(entries: readonly { id: string; event: GatewayEvent }[], receivedAt: Date): Promise<number>
}
