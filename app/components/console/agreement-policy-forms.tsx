/** What debtors may promise, and which settlements they may offer. */
import { useTranslation } from 'react-i18next'
import { MOST_PROMISE_DAYS, MOST_PROMISE_GRACE_DAYS, MOST_PROMISES } from '~/domain/promise-policy'
import {
  MOST_DAYS_LATE,
  MOST_DAYS_TO_PAY,
  MOST_OFFER_ANSWER_DAYS,
  MOST_OFFER_GRACE_DAYS,
  OFFER_APPROVALS,
} from '~/domain/settlement-offer-policy'
import { Choice, SelectField } from '../form-field'
import { DecimalField, NumberFields, PolicyForm, useProblemTexts, type PolicyFormFrame } from './policy-form'

export interface PromisePolicyEntry {
  isOffered: boolean
  mostDays: string
  leastShare: string
  promisesPerYear: string
  brokenPerYear: string
  graceDays: string
  pausesChasing: boolean
}

export interface OfferPolicyEntry {
  isOffered: boolean
  leastDaysLate: string
  lowestShare: string
  acceptedShare: string
  approval: string
  mostDaysToPay: string
  answerDays: string
  graceDays: string
}

export function PromisePolicyForm({ entry, ...frame }: PolicyFormFrame & { entry: PromisePolicyEntry }) {
  const { t } = useTranslation('promise')
  const problemOf = useProblemTexts(frame.problems)
  const range = (from: number, most: number) => t('policy.range', { from, most })
  const numbers = [
    { id: 'mostDays', label: t('policy.mostDays'), hint: range(1, MOST_PROMISE_DAYS) },
    { id: 'promisesPerYear', label: t('policy.promisesPerYear'), hint: range(1, MOST_PROMISES) },
    { id: 'brokenPerYear', label: t('policy.brokenPerYear'), hint: range(1, MOST_PROMISES) },
    { id: 'graceDays', label: t('policy.graceDays'), hint: range(0, MOST_PROMISE_GRACE_DAYS) },
  ] as const
  return (
    <PolicyForm kind="promise" title={t('policy.title')} lead={t('policy.lead')} {...frame}>
      <Choice type="checkbox" id="promise-isOffered" name="isOffered" value="yes" defaultChecked={entry.isOffered}>
        {t('policy.isOffered')}
      </Choice>
      <div className="fields">
        <NumberFields numbers={numbers} entry={entry} problemOf={problemOf} prefix="promise-" />
        <DecimalField
          id="promise-leastShare"
          label={t('policy.leastShare')}
          defaultValue={entry.leastShare}
          problem={problemOf('promise-leastShare')}
        />
      </div>
      <Choice
        type="checkbox"
        id="promise-pausesChasing"
        name="pausesChasing"
        value="yes"
        defaultChecked={entry.pausesChasing}
      >
        {t('policy.pausesChasing')}
      </Choice>
    </PolicyForm>
  )
}

export function SettlementOfferPolicyForm({ entry, ...frame }: PolicyFormFrame & { entry: OfferPolicyEntry }) {
  const { t } = useTranslation('offer')
  const problemOf = useProblemTexts(frame.problems)
  const range = (from: number, most: number) => t('policy.range', { from, most })
  const numbers = [
    { id: 'leastDaysLate', label: t('policy.leastDaysLate'), hint: range(0, MOST_DAYS_LATE) },
    { id: 'mostDaysToPay', label: t('policy.mostDaysToPay'), hint: range(1, MOST_DAYS_TO_PAY) },
    { id: 'answerDays', label: t('policy.answerDays'), hint: range(1, MOST_OFFER_ANSWER_DAYS) },
    { id: 'graceDays', label: t('policy.graceDays'), hint: range(0, MOST_OFFER_GRACE_DAYS) },
  ] as const
  return (
    <PolicyForm kind="settlement-offer" title={t('policy.title')} lead={t('policy.lead')} {...frame}>
      <Choice type="checkbox" id="offer-isOffered" name="isOffered" value="yes" defaultChecked={entry.isOffered}>
        {t('policy.isOffered')}
      </Choice>
      <div className="fields">
        <DecimalField
          id="offer-lowestShare"
          label={t('policy.lowestShare')}
          defaultValue={entry.lowestShare}
          problem={problemOf('offer-lowestShare')}
        />
        <DecimalField
          id="offer-acceptedShare"
          label={t('policy.acceptedShare')}
          defaultValue={entry.acceptedShare}
          problem={problemOf('offer-acceptedShare')}
        />
      </div>
      <SelectField
        id="offer-approval"
        name="offer-approval"
        label={t('policy.approval')}
        defaultValue={entry.approval}
        options={OFFER_APPROVALS.map((value) => ({ value, text: t(`policy.approvals.${value}`) }))}
      />
      <div className="fields">
        <NumberFields numbers={numbers} entry={entry} problemOf={problemOf} prefix="offer-" />
      </div>
    </PolicyForm>
  )
}
