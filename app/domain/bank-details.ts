/**
 * The history of a creditor's bank accounts, and which of them transfers are asked to.
 *
 * Money is diverted by having somebody change an account: whoever pays cannot tell. So an account that is new waits: for
 * as many days as the creditor sets, transfers are still asked to the one before it, while the trust page tells of the
 * change. An account that has once stood that long is not new again when it comes back.
 */
import type { BankAccount } from './creditor'
import type { CurrencyCode } from './currency'

export interface BankDetailsVersion {
  /** From 1, without gaps. */
  readonly version: number
  readonly bankAccounts: readonly BankAccount[]
  readonly changedAt: Date
  /** 'cli' | 'seed' | 'migration' | 'user:<id>' | 'key:<id>'; never shown to debtors. */
  readonly changedBy: string
  /** Days that an account which is new in this version waits, as the creditor had set when it was changed. */
  readonly coolingDays: number
}

const DAY_MS = 86_400_000

/** What makes an account that account: where the money goes. Names and labels may change. */
export function identifyAccount({ iban, accountNumber, routingCode, currency }: BankAccount): string {
  const number = iban ?? `${routingCode ?? ''} ${accountNumber ?? ''}`
  return `${currency} ${number.replace(/[^A-Za-z0-9]/g, '').toUpperCase()}`
}

/** The same accounts in the same order, with the same names. */
export function isSameAccounts(one: readonly BankAccount[], other: readonly BankAccount[]): boolean {
  const write = (accounts: readonly BankAccount[]) =>
    JSON.stringify(accounts.map((account) => Object.entries(account).sort(([a], [b]) => (a < b ? -1 : 1))))
  return write(one) === write(other)
}

/** An account as it stands in the newest version. */
export interface AccountStanding {
  readonly account: BankAccount
  /** Since when it is there without a break. */
  readonly since: Date
  /** When it has waited long enough; null where it has, or never had to. */
  readonly coolingUntil: Date | null
}

/** The accounts of the newest version. `history` in order, the oldest first, and never empty. */
export function describeStandings(history: readonly BankDetailsVersion[], now: Date): AccountStanding[] {
  return (history.at(-1)?.bankAccounts ?? []).map((account) => {
    const runs = listRuns(history, identifyAccount(account), now)
    const last = runs.at(-1)
    const isProven = runs.some((run) => isProvenBy(run))
    return {
      account,
      since: last?.from ?? now,
      coolingUntil: isProven || !last ? null : new Date(last.from.getTime() + last.coolingDays * DAY_MS),
    }
  })
}

/**
 * The accounts that transfers are asked to, in their order: those of the newest version that are not new, and for a
 * currency in which all are new, those that were not when they were last there; where there are no such either, the new
 * ones, which is for the page to say. A currency that is no longer taken has none.
 */
export function chooseInstructedAccounts(history: readonly BankDetailsVersion[], now: Date): BankAccount[] {
  const newest = history.at(-1)?.bankAccounts ?? []
  const isProven = (account: BankAccount) => listRuns(history, identifyAccount(account), now).some(isProvenBy)
  const currencies = [...new Set(newest.map(({ currency }) => currency))]
  return currencies.flatMap((currency) => {
    const current = ofCurrency(newest, currency)
    const proven = current.filter(isProven)
    if (proven.length > 0) return proven
    const before = history
      .slice(0, -1)
      .reverse()
      .map(({ bankAccounts }) => ofCurrency(bankAccounts, currency).filter(isProven))
      .find((accounts) => accounts.length > 0)
    return before ?? current
  })
}

/** What a version did to the one before it. */
export interface AccountChange {
  readonly version: number
  readonly changedAt: Date
  readonly added: readonly BankAccount[]
  readonly removed: readonly BankAccount[]
  /** The same account under other names, or in another order. */
  readonly isRenamed: boolean
}

/** Newest first. The first version adds all it has. */
export function listAccountChanges(history: readonly BankDetailsVersion[]): AccountChange[] {
  return history
    .map(({ version, changedAt, bankAccounts }, index) => {
      const before = history[index - 1]?.bankAccounts ?? []
      const added = without(bankAccounts, before)
      const removed = without(before, bankAccounts)
      return { version, changedAt, added, removed, isRenamed: added.length === 0 && removed.length === 0 }
    })
    .reverse()
}

interface Run {
  readonly from: Date
  /** Until another version did without it, or now. */
  readonly to: Date
  readonly coolingDays: number
}

/** The stretches of time in which an account was there, the first first. */
function listRuns(history: readonly BankDetailsVersion[], identity: string, now: Date): Run[] {
  const runs: Run[] = []
  let open: { from: Date; coolingDays: number } | null = null
  for (const { version, bankAccounts, changedAt, coolingDays } of history) {
    const isThere = bankAccounts.some((account) => identifyAccount(account) === identity)
    // What was there from the outset has nothing before it that could be asked for instead.
    if (isThere && !open) open = { from: changedAt, coolingDays: version === 1 ? 0 : coolingDays }
    if (!isThere && open) {
      runs.push({ ...open, to: changedAt })
      open = null
    }
  }
  if (open) runs.push({ ...open, to: now })
  return runs
}

function isProvenBy({ from, to, coolingDays }: Run): boolean {
  return to.getTime() - from.getTime() >= coolingDays * DAY_MS
}

function ofCurrency(accounts: readonly BankAccount[], currency: CurrencyCode): BankAccount[] {
  return accounts.filter((account) => account.currency === currency)
}

function without(accounts: readonly BankAccount[], others: readonly BankAccount[]): BankAccount[] {
  const known = new Set(others.map(identifyAccount))
  return accounts.filter((account) => !known.has(identifyAccount(account)))
}
