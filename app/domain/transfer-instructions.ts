/** What a debtor needs to order a transfer: where to, how much, what to quote, and the codes that banking apps read. */
import { createTransferReference, findTransferAccount } from './bank-account'
import { isQrReference, type BankReference } from './bank-reference'
import type { BankAccount, Creditor } from './creditor'
import type { Debtor } from './debtor'
import { createEpcQrPayload } from './epc-qr'
import { parseIban, type Iban } from './iban'
import { createMoney, type Money } from './money'
import type { Payment } from './payment'
import { parseAddressLines } from './postal-address'
import { createSwissQrPayload, type SwissQrParty } from './swiss-qr-bill'

export interface TransferInstructions {
  account: BankAccount
  /** Null for an account that has a number of another kind. */
  iban: Iban | null
  amount: Money
  reference: BankReference
  /** Null where the standard does not admit the account, the amount or the parties. */
  epcPayload: string | null
  swissPayload: string | null
}

type Party = Pick<Debtor, 'name' | 'addressLines' | 'countryCode'>

/** Null for a payment that is not made by transfer, or whose account is gone. */
export function describeTransfer(
  creditor: Pick<Creditor, 'bankAccounts' | 'addressLines' | 'countryCode'>,
  debtor: Party,
  payment: Pick<Payment, 'currency' | 'amountMinor' | 'bankReference' | 'reference'>,
): TransferInstructions | null {
  const account = findTransferAccount(creditor, payment.currency)
  if (!account || payment.bankReference === null) return null
  // The account may be of another kind by now; its reference is found as well as the one of before.
  const reference = createTransferReference(account, payment.reference)
  const amount = createMoney(payment.amountMinor, payment.currency)
  const iban = account.iban === undefined ? null : parseIban(account.iban)
  const transfer = { account, iban, amount, reference }
  return {
    ...transfer,
    epcPayload: iban === null || isQrReference(reference) ? null : writeEpc({ ...transfer, iban, reference }),
    swissPayload: iban === null ? null : writeSwiss({ ...transfer, iban }, creditor, debtor),
  }
}

interface ToIban {
  account: BankAccount
  iban: Iban
  amount: Money
  reference: BankReference
}

function writeEpc({ account, iban, amount, reference }: ToIban): string | null {
  if (isQrReference(reference)) return null
  const bic = account.bic ?? null
  const payload = createEpcQrPayload({ name: account.accountName, iban, bic, amount, remittance: { reference } })
  return payload.ok ? payload.value : null
}

/** Swiss bills are for francs; euros have the code that all of SEPA reads. */
function writeSwiss(
  { account, iban, amount, reference }: ToIban,
  { addressLines, countryCode }: Pick<Creditor, 'addressLines' | 'countryCode'>,
  debtor: Party,
): string | null {
  if (amount.currency !== 'CHF') return null
  const creditor = describeParty({ name: account.accountName, addressLines, countryCode })
  if (creditor === null) return null
  const payload = createSwissQrPayload({ iban, creditor, amount, reference, debtor: describeParty(debtor) })
  return payload.ok ? payload.value : null
}

function describeParty({ name, addressLines, countryCode }: Party): SwissQrParty | null {
  const address = countryCode === null ? null : parseAddressLines(addressLines, countryCode)
  return address && { name, ...address }
}
