/** The words of a comparison's parts. */
import type { TFunction } from 'i18next'
import type { LedgerFindingKind, LedgerMatchedBy, LedgerRowProblem } from '~/domain/ledger'
import type { LedgerField } from '~/domain/ledger-header-words'

export function nameKinds(t: TFunction<'ledger'>): Readonly<Record<LedgerFindingKind, string>> {
  return {
    amounts_differ: t('kinds.amounts_differ'),
    missing_at_yours: t('kinds.missing_at_yours'),
    missing_at_ours: t('kinds.missing_at_ours'),
    credit_unused: t('kinds.credit_unused'),
    listed_twice: t('kinds.listed_twice'),
    matched: t('kinds.matched'),
    unreadable: t('kinds.unreadable'),
  }
}

/** What a kind of finding means, and what can be done. */
export function explainKinds(t: TFunction<'ledger'>): Readonly<Record<LedgerFindingKind, string>> {
  return {
    amounts_differ: t('explained.amounts_differ'),
    missing_at_yours: t('explained.missing_at_yours'),
    missing_at_ours: t('explained.missing_at_ours'),
    credit_unused: t('explained.credit_unused'),
    listed_twice: t('explained.listed_twice'),
    matched: t('explained.matched'),
    unreadable: t('explained.unreadable'),
  }
}

export function nameWays(t: TFunction<'ledger'>): Readonly<Record<LedgerMatchedBy, string>> {
  return {
    number: t('by.number'),
    similar_number: t('by.similar_number'),
    purchase_order: t('by.purchase_order'),
    typing: t('by.typing'),
    amount_and_date: t('by.amount_and_date'),
    sum: t('by.sum'),
  }
}

export function nameRowProblems(t: TFunction<'ledger'>): Readonly<Record<LedgerRowProblem, string>> {
  return {
    amount: t('rowProblems.amount'),
    currency: t('rowProblems.currency'),
    nothing_to_find: t('rowProblems.nothing_to_find'),
  }
}

export function nameFields(t: TFunction<'ledger'>): Readonly<Record<LedgerField, string>> {
  return {
    number: t('fields.number'),
    issueOn: t('fields.issueOn'),
    dueOn: t('fields.dueOn'),
    amount: t('fields.amount'),
    debit: t('fields.debit'),
    credit: t('fields.credit'),
    currency: t('fields.currency'),
    purchaseOrder: t('fields.purchaseOrder'),
    text: t('fields.text'),
  }
}
