/** Transactions as the page shows them: every figure, day and reason written in the reader's language. */
import type { ShownSuggestion, ShownTransaction } from '~/components/console/bank-transactions'
import { describeObstacle, describeReason } from '~/components/console/match-text'
import { getTranslations } from '~/i18n/translator.server'
import type { ConsoleVisit } from '~/platform/http/console-visit.server'
import type { ListedTransaction } from '~/use-cases/list-bank-transactions'

export function describeListed(
  { kept, debtor, payment, debtors }: ListedTransaction,
  { format, language }: Pick<ConsoleVisit, 'format' | 'language'>,
): ShownTransaction {
  const t = getTranslations(language).getFixedT(language, 'console')
  const { transaction, decision, status } = kept
  const { amount, counterparty, remittance, bookedOn } = transaction
  const suggestions = decision.kind === 'for_a_person' ? decision.suggestions : []
  return {
    id: kept.id,
    kind: transaction.kind,
    status,
    decision: decision.kind,
    amount: format.money(amount.amountMinor, amount.currency),
    bookedOn: bookedOn && format.day(bookedOn),
    counterparty: counterparty.name ?? transaction.ultimateCounterpartyName,
    account: counterparty.iban ?? counterparty.accountNumber,
    remittance: [...remittance.references.map(({ reference }) => reference), ...remittance.unstructured].join(' '),
    obstacles:
      decision.kind === 'for_a_person' ? decision.obstacles.map((one) => describeObstacle(t, one, format)) : [],
    reasons: 'reasons' in decision ? decision.reasons.map((one) => describeReason(t, one, format)) : [],
    note: 'reason' in decision ? decision.reason : null,
    suggestions: suggestions.flatMap((suggestion): ShownSuggestion[] => {
      const found = debtors.get(suggestion.debtorId)
      if (!found) return []
      return [
        {
          debtor: found,
          payment: suggestion.target && { id: suggestion.target.id, reference: suggestion.target.reference },
          invoices: suggestion.invoices.filter(({ openMinor }) => openMinor > 0).map(({ number }) => number),
          reasons: suggestion.reasons.map((one) => describeReason(t, one, format)),
        },
      ]
    }),
    debtor,
    payment: payment && { id: payment.id, reference: payment.reference },
  }
}
