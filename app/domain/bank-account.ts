/** The creditor's accounts as those who pay by transfer are told of them. */
import { createCreditorReference, createQrReference, type BankReference } from './bank-reference'
import type { BankAccount, Creditor } from './creditor'
import type { CurrencyCode } from './currency'
import { isQrIban, parseIban } from './iban'

/** The account that takes transfers of a currency: the first with a number of either kind. Null where there is none. */
export function findTransferAccount(
  { bankAccounts }: Pick<Creditor, 'bankAccounts'>,
  currency: CurrencyCode,
): BankAccount | null {
  return bankAccounts.find((account) => account.currency === currency && isUsable(account)) ?? null
}

/** The currencies in which a transfer can be taken. */
export function listTransferCurrencies({ bankAccounts }: Pick<Creditor, 'bankAccounts'>): CurrencyCode[] {
  return [...new Set(bankAccounts.filter(isUsable).map(({ currency }) => currency))]
}

/** What a transfer to this account quotes for a payment: a QR-IBAN takes Swiss QR references and nothing else. */
export function createTransferReference(account: Pick<BankAccount, 'iban'>, paymentReference: string): BankReference {
  const iban = account.iban === undefined ? null : parseIban(account.iban)
  return iban !== null && isQrIban(iban)
    ? createQrReference(paymentReference)
    : createCreditorReference(paymentReference)
}

function isUsable({ iban, accountNumber }: BankAccount): boolean {
  return iban === undefined ? accountNumber !== undefined : parseIban(iban) !== null
}
