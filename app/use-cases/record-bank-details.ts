import { isSameAccounts, type BankDetailsVersion } from '~/domain/bank-details'
import type { BankAccount, Creditor } from '~/domain/creditor'
import type { Transaction } from './ports/unit-of-work'

/**
 * Keeps a version of a creditor's accounts where they are others than before, in the transaction that changes them. The
 * creditor is told by mail, at its address before the change too: who diverts money does not announce it.
 */
export async function recordBankDetails(
  transaction: Transaction,
  creditor: Creditor,
  change: {
    /** As it was; null for a new one. */
    before: Pick<Creditor, 'bankAccounts' | 'supportEmail'> | null
    at: Date
    /** 'cli' | 'seed' | 'user:<id>' | 'key:<id>' */
    by: string
  },
): Promise<void> {
  const { before, at, by } = change
  const history = await transaction.bankDetails.list(creditor.id)
  const append = async (version: number, bankAccounts: readonly BankAccount[], coolingDays: number) => {
    const added: BankDetailsVersion = { version, bankAccounts, coolingDays, changedAt: at, changedBy: by }
    await transaction.bankDetails.append(creditor.id, added)
  }
  // What it had before anything was recorded is where its history begins.
  if (history.length === 0 && before) await append(1, before.bankAccounts, 0)
  const last = history.at(-1)?.bankAccounts ?? before?.bankAccounts
  if (last && isSameAccounts(last, creditor.bankAccounts)) return
  const version = history.length + (history.length === 0 && before ? 1 : 0) + 1
  const { accountCoolingDays } = await transaction.policies.read(creditor.id, 'contact')
  await append(version, creditor.bankAccounts, version === 1 ? 0 : accountCoolingDays)
  if (version === 1) return
  for (const to of new Set([creditor.supportEmail, before?.supportEmail ?? creditor.supportEmail])) {
    await transaction.jobs.enqueue('send-mail', {
      ...{ kind: 'bank-details-changed', creditorId: creditor.id, version, to, locale: creditor.defaultLocale },
    })
  }
}
