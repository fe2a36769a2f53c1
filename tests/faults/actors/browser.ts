/** A browser without JavaScript, of somebody whose connection breaks again and again. */

import { nameAmountField } from '~/components/pay/pay-entry'

/** The portal as the actors see it, and the ear that hears what none of them should ever get. */
export interface Portal {
  readonly origin: string
  /** True while PostgreSQL was away since that moment (of `performance.now`): whatever is answered then is excused. */
  wasDatabaseAwaySince(moment: number): boolean
  reportAnswer(): void
  reportError(text: string): void
}

/** Nobody answered: a person sees the browser's own error page. */
export class ConnectionLost extends Error {
  override name = 'ConnectionLost'
}

export interface Page {
  status: number
  /** Where to go next. */
  location: string | null
  body: string
}

const PATIENCE_MS = 60_000

/** As the page for "the provider is not there" is answered. */
const TRY_AGAIN = 503

/** Throws a ConnectionLost when there is no answer, or one that was excused. */
export async function ask(
  portal: Portal,
  path: string,
  init: RequestInit,
): Promise<Response & { text: () => Promise<string> }> {
  const askedAt = performance.now()
  let answer: Response
  let body: string
  try {
    answer = await fetch(`${portal.origin}${path}`, {
      ...init,
      redirect: 'manual',
      signal: AbortSignal.timeout(PATIENCE_MS),
    })
    body = await answer.text()
  } catch (cause) {
    if (cause instanceof DOMException && cause.name === 'TimeoutError') portal.reportError(`${path}: no answer`)
    throw new ConnectionLost(path, { cause })
  }
  portal.reportAnswer()
  const isFailure = answer.status >= 500 && answer.status !== TRY_AGAIN
  if (isFailure) {
    if (!portal.wasDatabaseAwaySince(askedAt)) {
      portal.reportError(`${init.method ?? 'GET'} ${path}: ${answer.status} ${body.slice(0, 500)}`)
    }
    throw new ConnectionLost(path)
  }
  return new Response(body === '' ? null : body, { status: answer.status, headers: answer.headers })
}

export class Browser {
  private cookie: string | null = null

  constructor(
    private readonly portal: Portal,
    /** From which it seems to come: limits count by network. */
    private readonly address: string,
  ) {}

  get hasSession(): boolean {
    return this.cookie !== null
  }

  forgetSession(): void {
    this.cookie = null
  }

  get(path: string): Promise<Page> {
    return this.request(path, {})
  }

  post(path: string, fields: readonly (readonly [string, string])[]): Promise<Page> {
    const body = new URLSearchParams(fields.map(([name, value]) => [name, value]))
    return this.request(path, { method: 'POST', body })
  }

  private async request(path: string, init: RequestInit): Promise<Page> {
    const headers = {
      'X-Forwarded-For': this.address,
      Origin: this.portal.origin,
      ...(this.cookie === null ? {} : { Cookie: this.cookie }),
    }
    const answer = await ask(this.portal, path, { ...init, headers })
    const [setCookie] = answer.headers.getSetCookie()
    if (setCookie !== undefined) this.cookie = setCookie.split(';')[0] ?? null
    return { status: answer.status, location: answer.headers.get('Location'), body: await answer.text() }
  }
}

export interface Field {
  type: string
  name: string
  value: string
  /** Of a check box or a radio button. */
  checked: boolean
  /** Of a field for an amount: all that it can be, as the page writes it. */
  full: string | null
}

/** The fields of the form that is sent to `action`; null when the page has none. */
export function readForm(html: string, action: string): Field[] | null {
  for (const [form = ''] of html.matchAll(/<form\b[\s\S]*?<\/form>/g)) {
    const opening = form.slice(0, form.indexOf('>'))
    if (readAttribute(opening, 'action') === action) return readFields(form)
  }
  return null
}

/** Invoices that the page of what to pay offers, and what can be paid of each, in minor units of euro or pounds. */
export function readPayables(fields: readonly Field[]): { number: string; minor: number }[] {
  return fields.flatMap(({ name, value }) => {
    const full = name === 'invoice' ? fields.find((field) => field.name === nameAmountField(value))?.full : null
    const minor = Math.round(Number((full ?? '0').replaceAll(',', '')) * 100)
    return minor > 0 ? [{ number: value, minor }] : []
  })
}

function readFields(html: string): Field[] {
  return [...html.matchAll(/<(?:input|button)\b[^>]*>/g)].flatMap(([tag]) => {
    const name = readAttribute(tag, 'name')
    if (name === null) return []
    return [
      {
        type: tag.startsWith('<button') ? 'button' : (readAttribute(tag, 'type') ?? 'text'),
        name,
        value: readAttribute(tag, 'value') ?? '',
        checked: /\schecked\b/.test(tag),
        full: readAttribute(tag, 'data-full'),
      },
    ]
  })
}

function readAttribute(tag: string, name: string): string | null {
  const value = new RegExp(`\\s${name}="([^"]*)"`).exec(tag)?.[1]
  return value === undefined ? null : decode(value)
}

function decode(text: string): string {
  return text
    .replaceAll('&quot;', '"')
    .replaceAll('&#x27;', "'")
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')
}
