/**
 * A debtor at a browser that loses its connection again and again. It keeps what it was told, so that the test can ask
 * afterwards whether anything the portal had confirmed was lost; and it sends a form again when no answer came.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Chance } from '../chance'
import type { DebtorAccount } from '../portal/population'
import type { PageOutcome, Provider, ProviderName } from '../providers/provider'
import { AgreementsOfDebtor } from './agreements'
import { Browser, ConnectionLost, readForm, readPayables, type Field, type Page, type Portal } from './browser'
import { waitForCode } from './code-mails'

type FormFields = readonly (readonly [name: string, value: string])[]

/** A review form that was sent at least once. */
export interface SentForm {
  /** Its idempotency key. */
  readonly key: string
  readonly fields: FormFields
  /** Whether there was anything to pay beside credits. */
  readonly needsMoney: boolean
  /** From an answer: the page it led to. */
  checkout: { gateway: ProviderName; reference: string; url: string } | null
  /** From an answer: the portal took it, and there is nothing more to do here. */
  isAccepted: boolean
  isRefused: boolean
  isSent: boolean
  /** What was done on the provider's page. */
  outcomes: PageOutcome[]
}

interface DebtorWorld {
  portal: Portal
  providers: readonly Provider[]
  mailDirectory: string
}

/** What was chosen cannot be paid so, or too many codes were asked for of late. */
const REFUSALS = [409, 422, 429]

/** What came to nothing is tried so often more in the end. */
const LAST_ROUNDS = 2

const UNDER_WAY = /href="(\/payments\/[0-9a-f-]{36})"/g

export class DebtorAtBrowser {
  readonly forms: SentForm[] = []
  readonly agreements: AgreementsOfDebtor
  private readonly browser: Browser

  constructor(
    private readonly world: DebtorWorld,
    private readonly account: DebtorAccount,
    private readonly chance: Chance,
    index: number,
  ) {
    this.browser = new Browser(world.portal, `198.51.${100 + Math.floor(index / 200)}.${1 + (index % 200)}`)
    this.agreements = new AgreementsOfDebtor(world, this.browser, account, chance.fork())
  }

  /** Does one thing that people do. Ends quietly when the portal goes away under it. */
  async act(): Promise<void> {
    const { chance } = this
    await this.untilConnectionLost(async () => {
      const unfinished = this.forms.filter(isUnfinished)
      if (unfinished.length > 0 && chance.happens(0.4)) return this.resume(chance.pick(unfinished))
      if (chance.happens(0.07)) return this.takeUpPayment(chance.happens(0.5) ? 'cancel' : 'continue')
      if (chance.happens(0.25)) return this.agreeToSomething()
      return this.payAnew()
    })
    await sleep(chance.between(0, 120))
  }

  /** Brings most of what was begun to an end, and leaves the rest as people do. */
  async finish(): Promise<void> {
    for (const form of this.forms.filter(isUnfinished)) {
      if (this.chance.happens(0.25)) continue
      await this.untilConnectionLost(() => this.resume(form))
    }
    if (this.chance.happens(0.5)) await this.untilConnectionLost(() => this.takeUpPayment('cancel'))
    if (!this.hasKept) await this.untilConnectionLost(() => this.payAnew({ keeps: true }))
  }

  /** What chance has left out of agreements is done last; by then a method is kept that a plan can be collected from. */
  async finishAgreements(): Promise<void> {
    await this.untilConnectionLost(async () => {
      await this.openLink()
      for (const address of await this.agreements.finish()) await this.payAt(address)
    })
    for (let round = 0; round < LAST_ROUNDS; round += 1) {
      await this.untilConnectionLost(async () => {
        for (const address of await this.agreements.finishSettlements()) await this.payAt(address)
      })
    }
  }

  private get hasKept(): boolean {
    return this.forms.some(
      ({ fields, outcomes }) => fields.some(([name]) => name === 'keep') && outcomes.includes('paid'),
    )
  }

  /** A promise, a settlement, a plan, or what is to be paid of one. */
  private async agreeToSomething(): Promise<void> {
    await this.openLink()
    const address = await this.agreements.act()
    if (address !== null) await this.payAt(address)
  }

  /** What a page had the debtor pay, chosen to the cent. */
  private async payAt(address: string): Promise<void> {
    const page = await this.browser.get(address)
    const fields = page.status === 200 ? readForm(page.body, '/pay/review') : null
    const form = fields && this.fillIn(fields, { keeps: false })
    if (!form) return
    this.forms.push(form)
    await this.resume(form)
  }

  private async payAnew({ keeps = false }: { keeps?: boolean } = {}): Promise<void> {
    const form = await this.review({ keeps })
    if (!form) return
    this.forms.push(form)
    await this.resume(form)
  }

  /** Sends the form, again where it was sent before, sometimes twice at once; then goes on to the provider's page. */
  private async resume(form: SentForm): Promise<void> {
    const { chance } = this
    if (!form.isAccepted || chance.happens(0.3)) {
      const times = chance.happens(0.2) ? 2 : 1
      const sent = await Promise.allSettled(Array.from({ length: times }, () => this.send(form)))
      for (const result of sent) if (result.status === 'rejected') throw result.reason
    }
    const { checkout } = form
    if (checkout === null || form.outcomes.some(isDone) || chance.happens(0.1)) return
    const provider = this.world.providers.find(({ name }) => name === checkout.gateway)
    if (provider) form.outcomes.push(provider.visitPage(checkout.url, chance))
  }

  private async send(form: SentForm): Promise<void> {
    const { chance, browser } = this
    const isCharge = form.fields.some(([name, value]) => name === 'way' && value.startsWith('saved:'))
    if (isCharge && chance.happens(0.5)) for (const provider of this.world.providers) provider.prepareCharge(chance)
    const wasSent = form.isSent
    form.isSent = true
    const sentAt = new Date(Math.floor(Date.now() / 1000) * 1000)
    await this.openLink()
    let page = await browser.post('/pay/review', [...form.fields, ...(wasSent ? [['repeated', 'yes'] as const] : [])])
    if (page.status === 200 && readField(page, 'code')) {
      const code = await waitForCode(this.world.mailDirectory, this.account.email, sentAt)
      if (code === null || chance.happens(0.05)) {
        form.isSent = wasSent
        return
      }
      page = await browser.post('/pay/review', [...form.fields, ['code', code]])
    }
    this.noteAnswer(form, page)
  }

  private noteAnswer(form: SentForm, { status, location, body }: Page): void {
    const { portal, providers } = this.world
    // The provider is not there: the form is kept, and can be sent again as it is. So can one that came without a session.
    if (status === 503 || status === 302) return
    if (status !== 303 || location === null) {
      if (!REFUSALS.includes(status)) portal.reportError(`the form ${form.key}: ${status} ${body.slice(0, 300)}`)
      form.isRefused = true
      return
    }
    form.isAccepted = true
    const provider = providers.find(({ origin }) => location.startsWith(origin))
    if (!provider) return
    const checkout = { gateway: provider.name, reference: location.split('/').at(-1) ?? '', url: location }
    if (form.checkout !== null && form.checkout.reference !== checkout.reference) {
      portal.reportError(`the form ${form.key} led to two pages: ${form.checkout.url}, ${checkout.url}`)
    }
    form.checkout = checkout
  }

  /** Chooses what to pay and how, as far as the form that begins the payment. Null when there is nothing to pay. */
  private async review({ keeps }: { keeps: boolean }): Promise<SentForm | null> {
    const { chance, browser, account } = this
    await this.openLink()
    const choice = readForm((await browser.get(`/pay?currency=${account.currency}`)).body, '/pay')
    const due = readPayables(choice ?? [])
    if (!choice || due.length === 0) return null
    const address = this.chooseAmounts(due, choice)
    let page = await browser.get(`/pay/review?${address.toString()}`)
    let fields = page.status === 200 ? readForm(page.body, '/pay/review') : null
    if (!fields) return null
    const currencies = readFieldsNamed(page, 'rateCurrency')
    if (currencies.length > 0 && chance.happens(0.25)) {
      const currency = chance.pick(currencies)
      const locked = await browser.post('/pay/review?rate', [...writeFields(fields), ['rateCurrency', currency]])
      page = locked.location?.startsWith('/pay/review') === true ? await browser.get(locked.location) : locked
      fields = readForm(page.body, '/pay/review')
    }
    return fields && this.fillIn(fields, { keeps })
  }

  private chooseAmounts(due: ReturnType<typeof readPayables>, choice: readonly Field[]): URLSearchParams {
    const { chance } = this
    const chosen = new Set(Array.from({ length: chance.between(1, 3) }, () => chance.pick(due)))
    const parameters = new URLSearchParams()
    for (const { number, minor: dueMinor } of chosen) {
      const mostMinor = chance.happens(0.15) ? dueMinor : Math.min(dueMinor, chance.between(1_000, 40_000))
      parameters.append('invoice', number)
      parameters.append('amount', String(chance.happens(0.05) ? Math.max(1, dueMinor - 10) : mostMinor))
    }
    const credits = choice.filter(({ name }) => name === 'credit')
    if (credits.length > 0 && chance.happens(0.3)) parameters.append('credit', chance.pick(credits).value)
    else if (!chance.happens(0.1)) parameters.append('credit', 'none')
    return parameters
  }

  /** Null where nobody can take the amount. `keeps`: by a card, which is kept. */
  private fillIn(fields: readonly Field[], { keeps }: { keeps: boolean }): SentForm | null {
    const { chance } = this
    const ways = fields.filter(({ name }) => name === 'way').map(({ value }) => value)
    const saved = ways.filter((way) => way.startsWith('saved:'))
    const others = ways.filter((way) => !way.startsWith('saved:') && way !== 'bank_transfer')
    const needsMoney = fields.some(({ name }) => name === 'way' || name === 'payerEmail')
    if (needsMoney && ways.length === 0) return null
    const way =
      saved.length > 0 && !keeps && chance.happens(0.5)
        ? chance.pick(saved)
        : others.length > 0
          ? this.pickWay(others, keeps)
          : null
    const mayKeep = fields.some(({ name }) => name === 'keep') && way !== null && !way.startsWith('saved:')
    const written = writeFields(fields.filter(({ name }) => name !== 'way' && name !== 'keep'))
    return {
      key: fields.find(({ name }) => name === 'key')?.value ?? '',
      fields: [
        ...written,
        ...(way === null ? [] : [['way', way] as const]),
        ...(mayKeep && (keeps || (saved.length < 2 && chance.happens(0.3))) ? [['keep', 'yes'] as const] : []),
      ],
      needsMoney,
      checkout: null,
      isAccepted: false,
      isRefused: false,
      isSent: false,
      outcomes: [],
    }
  }

  private pickWay(ways: readonly string[], wantsCard: boolean): string {
    return ways.includes('card') && (wantsCard || this.chance.happens(0.5)) ? 'card' : this.chance.pick(ways)
  }

  /** Goes back to a payment that is not decided yet. */
  private async takeUpPayment(intent: 'cancel' | 'continue'): Promise<void> {
    const { chance, browser } = this
    await this.openLink()
    const { body } = await browser.get(`/pay?currency=${this.account.currency}`)
    const addresses = [...body.matchAll(UNDER_WAY)].flatMap(([, address]) => address ?? [])
    if (addresses.length === 0) return
    const answer = await browser.post(chance.pick(addresses), [['intent', intent]])
    const provider = this.world.providers.find(({ origin }) => answer.location?.startsWith(origin))
    if (provider && answer.location !== null) provider.visitPage(answer.location, chance)
  }

  /** The session of the link; a new one now and then, as from another device. */
  private async openLink(): Promise<void> {
    if (this.browser.hasSession && !this.chance.happens(0.03)) return
    this.browser.forgetSession()
    await this.browser.post(`/l/${this.account.token}`, [])
  }

  private async untilConnectionLost(work: () => Promise<void>): Promise<void> {
    try {
      await work()
    } catch (error) {
      if (!(error instanceof ConnectionLost)) throw error
      await sleep(this.chance.between(20, 200))
    }
  }
}

function isUnfinished(form: SentForm): boolean {
  if (form.isRefused) return false
  return !form.isAccepted || (form.checkout !== null && !form.outcomes.some(isDone))
}

/** Nothing more can be done on the page. */
function isDone(outcome: PageOutcome): boolean {
  return outcome === 'paid' || outcome === 'debit_begun' || outcome === 'closed'
}

function readField({ body }: Page, name: string): boolean {
  return body.includes(`name="${name}"`)
}

function readFieldsNamed({ body }: Page, name: string): string[] {
  return [...body.matchAll(new RegExp(`name="${name}" value="([^"]*)"`, 'g'))].flatMap(([, value]) => value ?? [])
}

/** What a browser sends of them when a button without a name is pressed. */
function writeFields(fields: readonly Field[]): FormFields {
  return fields
    .filter(({ type, checked }) => (type === 'radio' || type === 'checkbox' ? checked : type !== 'button'))
    .map(({ name, value }) => [name, value] as const)
}
