/**
 * An answer whose bytes are there already. It is written to the connection as it is: a Response would copy the bytes and
 * hand them on through a stream.
 */
import type { PageBytes } from './page-slot.server'

export class ReadyAnswer {
  constructor(
    readonly status: number,
    /** One value a name. */
    readonly headers: Record<string, string>,
    readonly body: PageBytes | null,
  ) {}

  toResponse(): Response {
    return new Response(this.body, { status: this.status, headers: this.headers })
  }
}

/** What the portal's handler gives to the server. */
export type Answer = Response | ReadyAnswer

export function toResponse(answer: Answer): Response {
  return answer instanceof ReadyAnswer ? answer.toResponse() : answer
}
