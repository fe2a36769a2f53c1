/**
 * A dispute as the buyer's answer to an invoice: what the Peppol Invoice Response says (BIS Invoice Response 3.1,
 * transaction T111). It knows no lines: each contested line is a clarification of its own, with the invoice's business
 * terms (EN 16931) that name it and the values that the buyer holds to be right.
 */
import type { CalendarDay } from './calendar-day'
import type { CurrencyCode } from './currency'
import type { Dispute, DisputeLine } from './dispute'
import type { Party } from './invoice'
import { formatMinorAsDecimal } from './money'

/** UNCL4343 as far as a dispute says it: rejected, under query, conditionally accepted. */
export type ResponseCode = 'RE' | 'UQ' | 'CA'

export interface ResponseParty {
  readonly name: string
  /** Electronic address with its scheme (EAS); a party without either is addressed by VAT number, else by e-mail. */
  readonly endpoint: { readonly value: string; readonly scheme: string }
  readonly vatId: string | null
  readonly contact: { readonly name: string | null; readonly email: string | null } | null
}

export interface Clarification {
  readonly list: 'OPStatusReason' | 'OPStatusAction'
  readonly code: string
  readonly reason: string | null
  /** Business terms of the invoice, such as BT-126, and their values. */
  readonly conditions: readonly { readonly term: string; readonly value: string }[]
}

export interface InvoiceResponse {
  readonly id: string
  readonly issuedAt: Date
  readonly note: string | null
  readonly sender: ResponseParty
  readonly receiver: ResponseParty
  readonly code: ResponseCode
  readonly effectiveOn: CalendarDay
  readonly clarifications: readonly Clarification[]
  readonly invoice: { readonly number: string; readonly issueOn: CalendarDay; readonly typeCode: string }
}

/** A contested line beside the invoice's own. */
export interface ContestedLine extends DisputeLine {
  readonly lineId: string | null
  readonly quantity: string | null
  readonly netMinor: number | null
}

/**
 * Rejected is an invoice that is contested as a whole and wanted credited or replaced as a whole. Conditionally accepted
 * is one of which a part is contested and wanted credited: the rest will be paid. Everything else is under query.
 */
export function chooseResponseCode(
  { action, claimedMinor }: Pick<Dispute, 'action' | 'claimedMinor'>,
  payableMinor: number,
): ResponseCode {
  if (claimedMinor >= payableMinor) return action === 'CNF' || action === 'CNA' || action === 'NIN' ? 'RE' : 'UQ'
  return action === 'CNP' || action === 'CNA' ? 'CA' : 'UQ'
}

/** The text's own, as it was opened; what was said later is no part of it. */
export function describeClarifications(
  { reason, action, currency }: Pick<Dispute, 'reason' | 'action' | 'currency'>,
  lines: readonly ContestedLine[],
  text: string,
): Clarification[] {
  // The list's own PPD tells of a part payment and stands beside "paid" alone (PEPPOL-T111-R005).
  const code = reason === 'PPD' ? 'OTH' : reason
  const said = text === '' ? null : text
  return [
    ...lines.map((line) => ({
      list: 'OPStatusReason' as const,
      code,
      reason: said ?? (code === 'OTH' ? REASON_WITHOUT_TEXT[reason === 'PPD' ? 'PPD' : 'OTH'] : null),
      conditions: describeLine(line, currency),
    })),
    {
      list: 'OPStatusAction',
      code: action,
      reason: action === 'OTH' ? (said ?? REASON_WITHOUT_TEXT.OTH) : null,
      conditions: [],
    },
  ]
}

/** OTH wants words (PEPPOL-T111-R002). The message is for programs and their people in any country: English. */
const REASON_WITHOUT_TEXT = { PPD: 'Paid before', OTH: 'See the dispute' } as const

function describeLine(line: ContestedLine, currency: CurrencyCode): Clarification['conditions'] {
  const money = (amountMinor: number) => formatMinorAsDecimal(amountMinor, currency)
  if (line.position === 0) return []
  const named = [{ term: 'BT-126', value: line.lineId ?? String(line.position) }]
  const rightNetMinor = Math.max(0, (line.netMinor ?? line.claimedNetMinor) - line.claimedNetMinor)
  const net = { term: 'BT-131', value: money(rightNetMinor) }
  if (line.kind === 'quantity' && line.claimedQuantity !== null && line.quantity !== null) {
    return [...named, { term: 'BT-129', value: subtractDecimals(line.quantity, line.claimedQuantity) }, net]
  }
  if (line.kind === 'price' && line.claimedPrice !== null) {
    return [...named, { term: 'BT-146', value: line.claimedPrice }, net]
  }
  return [...named, net]
}

/** `a - b` of plain decimals, exactly. */
function subtractDecimals(a: string, b: string): string {
  const decimals = Math.max(...[a, b].map((text) => text.split('.')[1]?.length ?? 0))
  const scaled = [a, b].map((text) => {
    const [whole = '0', fraction = ''] = text.split('.')
    return BigInt(whole + fraction.padEnd(decimals, '0'))
  })
  const difference = (scaled[0] ?? 0n) - (scaled[1] ?? 0n)
  const digits = (difference < 0n ? 0n : difference).toString().padStart(decimals + 1, '0')
  const whole = digits.slice(0, digits.length - decimals)
  const fraction = digits.slice(digits.length - decimals).replace(/0+$/, '')
  return fraction === '' ? whole : `${whole}.${fraction}`
}

/** Schemes of VAT numbers in the code list EAS, by country. Others are addressed by e-mail. */
const VAT_SCHEMES: Readonly<Record<string, string>> = {
  ...{ AD: '9922', AL: '9923', AT: '9914', BA: '9924', BE: '9925', BG: '9926', CH: '9927', CY: '9928', CZ: '9929' },
  ...{ DE: '9930', EE: '9931', ES: '9920', FR: '9957', GB: '9932', GR: '9933', HR: '9934', HU: '9910', IE: '9935' },
  ...{ IT: '9906', LI: '9936', LT: '9937', LU: '9938', LV: '9939', MC: '9940', ME: '9941', MK: '9942', MT: '9943' },
  ...{ NL: '9944', PL: '9945', PT: '9946', RO: '9947', RS: '9948', SE: '9955', SI: '9949', SK: '9950', SM: '9951' },
  ...{ TR: '9952', VA: '9953' },
}

/** Of VAT numbers that do not begin with their country. */
const COUNTRY_BY_PREFIX: Readonly<Record<string, string>> = { EL: 'GR', XI: 'GB' }

/** Addresses a party as well as it is known. */
export function addressParty(
  party: Pick<Party, 'electronicAddress'> | undefined,
  known: { name: string; vatId: string | null; email: string },
  contact: ResponseParty['contact'],
): ResponseParty {
  const { name, vatId, email } = known
  const stated = party?.electronicAddress
  const number = vatId?.replace(/[^0-9A-Za-z]/g, '').toUpperCase() ?? ''
  const prefix = number.slice(0, 2)
  const scheme = VAT_SCHEMES[COUNTRY_BY_PREFIX[prefix] ?? prefix]
  const endpoint =
    stated?.scheme !== undefined
      ? { value: stated.value, scheme: stated.scheme }
      : scheme !== undefined
        ? { value: number, scheme }
        : { value: email, scheme: 'EM' }
  return { name, endpoint, vatId: vatId === '' ? null : vatId, contact }
}
