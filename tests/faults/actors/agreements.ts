/**
 * What a debtor agrees or promises beside paying at once: promises, settlements and plans, by the forms of the pages. It
 * keeps what it was told, and sends a form again when no answer came.
 */
import type { Chance } from '../chance'
import type { DebtorAccount } from '../portal/population'
import { readForm, readPayables, type Browser, type Page, type Portal } from './browser'
import { waitForCode } from './code-mails'

type FormFields = readonly (readonly [name: string, value: string])[]

/** A promise, a settlement or a plan whose form was sent at least once. */
export interface SentAgreement {
  readonly kind: 'promise' | 'settlement' | 'plan'
  /** Of its form: the id of the promise or of the offer, the key of the plan. */
  readonly key: string
  readonly fields: FormFields
  /** From an answer: where its page is. */
  address: string | null
  /** It was told that it stands: a promise that was taken down, a settlement or a plan that was agreed. */
  isConfirmed: boolean
  /** It was told that the promise is taken back. */
  isTakenBack: boolean
  isRefused: boolean
}

/** What was chosen cannot be had as things are by now, or it was asked too often of late. */
const REFUSALS = [409, 422, 429]

const MOST_CHOSEN = 2

interface AgreementWorld {
  portal: Portal
  mailDirectory: string
}

export class AgreementsOfDebtor {
  readonly agreements: SentAgreement[] = []

  constructor(
    private readonly world: AgreementWorld,
    private readonly browser: Browser,
    private readonly account: DebtorAccount,
    private readonly chance: Chance,
  ) {}

  /** Does one thing with a session that is open. Returns the address of a review at which something is to be paid for it. */
  async act(): Promise<string | null> {
    const { chance } = this
    const unanswered = this.agreements.filter(isUnanswered)
    if (unanswered.length > 0 && chance.happens(0.6)) return this.conclude(chance.pick(unanswered))
    const drawn = chance.next()
    if (drawn < 0.3) return this.promise()
    if (drawn < 0.4) return this.takeBack()
    if (drawn < 0.65) return this.settle()
    if (drawn < 0.85) return this.plan()
    return this.payInstalments()
  }

  /** What chance has left out so far is done last: one of each, and every form that got no answer. */
  async finish(): Promise<string[]> {
    const addresses: (string | null)[] = []
    for (const agreement of this.agreements.filter(isUnanswered)) addresses.push(await this.conclude(agreement))
    addresses.push(await this.promise(), await this.settle(), await this.plan({ byMethodShare: 1 }))
    return addresses.filter((address) => address !== null)
  }

  /** Settlements that wait for a code or for their money. */
  async finishSettlements(): Promise<string[]> {
    const left = this.agreements.filter(({ kind, isRefused }) => kind === 'settlement' && !isRefused)
    const addresses: (string | null)[] = []
    for (const agreement of left) addresses.push(await this.conclude(agreement))
    return addresses.filter((address) => address !== null)
  }

  private async promise(): Promise<string | null> {
    const { chance, account } = this
    const due = await this.listDue()
    if (due.length === 0) return null
    const chosen = this.choose(due)
    const query = new URLSearchParams([['currency', account.currency], ...chosen.map(nameInvoice)])
    const page = await this.browser.get(`/promises/new?${query.toString()}`)
    const fields = readForm(page.body, '/promises/new')
    if (!fields) return null
    const dueMinor = chosen.reduce((sum, { minor }) => sum + minor, 0)
    const amountMinor = chance.happens(0.4) ? dueMinor : Math.max(1, Math.floor(dueMinor * chance.next() * 0.2))
    const written = [
      ...hiddenOf(fields),
      ...([['amount', writeAmount(amountMinor)] as const, ['promisedOn', daysAhead(chance.between(1, 8))]] as const),
      ['note', ''] as const,
    ]
    return this.conclude(this.note('promise', readValue(fields, 'request'), written))
  }

  private async takeBack(): Promise<null> {
    const { body } = await this.browser.get('/promises')
    const fields = readForm(body, '/promises')
    if (!fields) return null
    const promise = readValue(fields, 'promise')
    const answer = await this.browser.post('/promises', hiddenOf(fields))
    const agreement = this.agreements.find(({ key }) => key === promise)
    if (agreement && answer.location?.includes('canceled=') === true) agreement.isTakenBack = true
    return null
  }

  private async settle(): Promise<string | null> {
    const { chance, account } = this
    const due = await this.listDue()
    if (due.length === 0) return null
    const chosen = this.choose(due)
    const query = new URLSearchParams([['currency', account.currency], ...chosen.map(nameInvoice)])
    const page = await this.browser.get(`/offers/new?${query.toString()}`)
    const fields = readForm(page.body, '/offers/new')
    if (!fields) return null
    const owedMinor = chosen.reduce((sum, { minor }) => sum + minor, 0)
    const written = [
      ...hiddenOf(fields),
      ['amount', writeAmount(Math.ceil((owedMinor * chance.between(55, 95)) / 100))] as const,
      ...([['payByOn', daysAhead(chance.between(2, 10))] as const, ['text', ''] as const] as const),
    ]
    return this.conclude(this.note('settlement', readValue(fields, 'request'), written))
  }

  /** Shaped with or without a kept method to collect from, as there is one, and read. */
  private async plan({ byMethodShare = 0.85 } = {}): Promise<string | null> {
    const { chance, account } = this
    const due = await this.listDue()
    if (due.length === 0) return null
    const query = new URLSearchParams({
      ...{ currency: account.currency, which: 'chosen', down: '0', frequency: 'weekly' },
      ...{ instalments: String(chance.between(2, 4)), firstOn: daysAhead(chance.between(1, 4)) },
    })
    for (const { number } of this.choose(due)) query.append('invoice', number)
    const read = chance.happens(byMethodShare) ? await this.readAgreement(query, '1') : null
    const isCollected = read !== null && read.method !== null
    const agreed = isCollected ? read : await this.readAgreement(query, '')
    if (!agreed) return null
    const fields = agreed.method === null ? agreed.fields : [...agreed.fields, ['method', agreed.method] as const]
    return this.conclude(this.note('plan', agreed.key, fields))
  }

  private async readAgreement(query: URLSearchParams, autopay: '1' | '') {
    const asked = new URLSearchParams(query)
    if (autopay !== '') asked.set('autopay', autopay)
    const shaped = readForm((await this.browser.get(`/plans/new?${asked.toString()}`)).body, '/plans/propose')
    if (!shaped) return null
    const { body } = await this.browser.post('/plans/propose', hiddenOf(shaped))
    const fields = readForm(body, '/plans/propose')
    if (!fields) return null
    const method = /<select\b[^>]*name="method"[\s\S]*?<option\b[^>]*value="([^"]+)"/.exec(body)?.[1] ?? null
    return { fields: hiddenOf(fields), key: readValue(fields, 'key'), method }
  }

  /** Pays what is reached of a plan, or all of it, by hand. */
  private async payInstalments(): Promise<string | null> {
    const { chance } = this
    const plans = this.agreements.filter(({ kind, address }) => kind === 'plan' && address !== null)
    if (plans.length === 0) return null
    const what = chance.pick(['reached', 'next', 'all'])
    const { location } = await this.browser.get(`${chance.pick(plans).address ?? ''}/pay?what=${what}`)
    return location?.startsWith('/pay/review') === true ? location : null
  }

  /** Sends the form, sometimes twice at once, and brings what was begun to its end. */
  private async conclude(agreement: SentAgreement): Promise<string | null> {
    switch (agreement.kind) {
      case 'promise':
        await this.send(agreement, '/promises/new', agreement.fields)
        return null
      case 'settlement':
        if (agreement.address === null) await this.send(agreement, '/offers/new', agreement.fields)
        return agreement.address === null ? null : this.agreeSettlement(agreement, agreement.address)
      case 'plan':
        return this.agreePlan(agreement)
    }
  }

  private async send(agreement: SentAgreement, address: string, fields: FormFields): Promise<void> {
    const times = this.chance.happens(0.2) ? 2 : 1
    const posts = Array.from({ length: times }, () => this.browser.post(address, fields))
    const sent = await Promise.allSettled(posts)
    for (const result of sent) if (result.status === 'fulfilled') this.noteAnswer(agreement, result.value)
    for (const result of sent) if (result.status === 'rejected') throw result.reason
  }

  /** Reads the offer's page, asks for a code and agrees; then it is to be paid. */
  private async agreeSettlement(agreement: SentAgreement, address: string): Promise<string | null> {
    const { body } = await this.browser.get(address)
    const fields = readForm(body, address)
    const isOffered = fields?.some(({ name }) => name === 'readAmount') === true
    if (isOffered) {
      const code = await this.askForCode((intent) => this.browser.post(address, [...hiddenOf(fields), intent]))
      if (code === null) return null
      const answer = await this.browser.post(address, [...hiddenOf(fields), ['code', code], ['intent', 'agree']])
      if (answer.status !== 303) {
        this.noteRefusal(agreement, answer)
        return null
      }
      agreement.isConfirmed = true
    }
    return this.chance.happens(0.15) ? null : findReview(isOffered ? (await this.browser.get(address)).body : body)
  }

  private async agreePlan(agreement: SentAgreement): Promise<null> {
    const code = await this.askForCode(() => this.browser.post('/plans/propose', agreement.fields))
    if (code !== null) await this.send(agreement, '/plans/propose', [...agreement.fields, ['code', code]])
    return null
  }

  /** Null where none was sent: too many were asked for of late, or it did not come. */
  private async askForCode(ask: (intent: readonly [string, string]) => Promise<Page>): Promise<string | null> {
    const since = new Date(Math.floor(Date.now() / 1000) * 1000)
    const { status, body } = await ask(['intent', 'code'])
    if (status !== 200 || !body.includes('name="code"')) return null
    return waitForCode(this.world.mailDirectory, this.account.email, since)
  }

  private noteAnswer(agreement: SentAgreement, answer: Page): void {
    const { kind } = agreement
    const { status, location } = answer
    // One that came without a session is sent again as it is.
    if (status === 302) return
    if (status !== 303 || location === null) {
      this.noteRefusal(agreement, answer)
      return
    }
    if (kind === 'promise') agreement.isConfirmed = location.includes('made=')
    if (kind === 'settlement') agreement.address = location
    if (kind !== 'plan') return
    agreement.address = location.split('?')[0] ?? null
    agreement.isConfirmed = location.includes('done=agreed')
  }

  private noteRefusal(agreement: SentAgreement, { status, body }: Page): void {
    if (!REFUSALS.includes(status)) {
      this.world.portal.reportError(`the ${agreement.kind} ${agreement.key}: ${status} ${body.slice(0, 300)}`)
    }
    // Of two that were sent at once the other may have been taken; a code that came late is asked for anew.
    const isAboutCode = body.includes('name="code"')
    if (!isAboutCode) agreement.isRefused = true
  }

  private note(kind: SentAgreement['kind'], key: string, fields: FormFields): SentAgreement {
    const agreement = { kind, key, fields, address: null, isConfirmed: false, isTakenBack: false, isRefused: false }
    this.agreements.push(agreement)
    return agreement
  }

  /** Invoices of which something can be paid now, in minor units. */
  private async listDue(): Promise<{ number: string; minor: number }[]> {
    const { body } = await this.browser.get(`/pay?currency=${this.account.currency}`)
    return readPayables(readForm(body, '/pay') ?? []).filter(({ minor }) => minor > MOST_CHOSEN)
  }

  private choose<Item>(due: readonly Item[]): Item[] {
    return [...new Set(Array.from({ length: this.chance.between(1, MOST_CHOSEN) }, () => this.chance.pick(due)))]
  }
}

/** It may have been done, and was not told of. */
function isUnanswered({ isConfirmed, isRefused }: SentAgreement): boolean {
  return !isConfirmed && !isRefused
}

function nameInvoice({ number }: { number: string }): [string, string] {
  return ['invoice', number]
}

function hiddenOf(fields: NonNullable<ReturnType<typeof readForm>>): FormFields {
  return fields.filter(({ type }) => type === 'hidden').map(({ name, value }) => [name, value] as const)
}

function readValue(fields: NonNullable<ReturnType<typeof readForm>>, name: string): string {
  return fields.find((field) => field.name === name)?.value ?? ''
}

/** Of euro or pounds, as people write them in English. */
function writeAmount(minor: number): string {
  return (minor / 100).toFixed(2)
}

function daysAhead(days: number): string {
  return new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)
}

function findReview(body: string): string | null {
  return /href="(\/pay\/review\?[^"]*)"/.exec(body)?.[1]?.replaceAll('&amp;', '&') ?? null
}
