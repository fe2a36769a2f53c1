/** The payment methods that the debtor allowed to be kept: which there are, who allowed it, and how to end that. */
import { useTranslation } from '~/i18n/use-translation'
import type { InvalidReason } from '~/domain/final-refusal'
import type { CalendarDay } from '~/domain/calendar-day'
import type { PaymentMethodKind } from '~/domain/payment-method'
import type { Formatters } from '~/i18n/formatters'
import { Callout } from '../callout'
import { Facts } from '../facts'
import { TitleBlock } from '../title-block'
import { describeWay } from './way-words'

export interface ShownMethod {
  id: string
  kind: PaymentMethodKind
  label: string
  expiresOn: CalendarDay | null
  createdAt: Date
  agreedBy: string
  isUsable: boolean
  /** Why the bank refuses it for good; null where it does not. */
  invalidBecause: InvalidReason | null
}

interface MethodsPageProps {
  methods: readonly ShownMethod[]
  creditorName: string
  /** One was just removed. */
  isRemoved: boolean
  format: Formatters
}

export function MethodsPage({ methods, creditorName, isRemoved, format }: MethodsPageProps) {
  const { t } = useTranslation('pay')
  return (
    <>
      <a className="back" href="/pay">
        {t('methods.back')}
      </a>
      <TitleBlock title={t('methods.title')}>
        <p>{t('methods.lead', { creditor: creditorName })}</p>
      </TitleBlock>
      <div className="stack">
        {isRemoved ? <Callout tone="good">{t('methods.removed')}</Callout> : null}
        {methods.length === 0 ? (
          <section className="card">
            <h2>{t('methods.none')}</h2>
            <p>{t('methods.noneText')}</p>
          </section>
        ) : (
          methods.map((method) => <Method key={method.id} method={method} format={format} />)
        )}
      </div>
    </>
  )
}

function Method({ method, format }: { method: ShownMethod; format: Formatters }) {
  const { t } = useTranslation('pay')
  const { id, kind, label, expiresOn, createdAt, agreedBy, isUsable, invalidBecause } = method
  const titleId = `method-${id}`
  return (
    <section className="card stack" aria-labelledby={titleId}>
      <h2 id={titleId}>
        <bdi>{label}</bdi>
      </h2>
      <Facts
        facts={[
          { name: t('methods.kind'), value: describeWay(t, kind).title },
          { name: t('methods.keptOn'), value: format.instant(createdAt) },
          { name: t('methods.agreedBy'), value: <bdi>{agreedBy}</bdi> },
          { name: t('methods.usableUntil'), value: expiresOn === null ? null : format.day(expiresOn) },
        ]}
      />
      {isUsable ? null : (
        <Callout tone="warn">
          {invalidBecause === null ? t('methods.expired') : t(`methods.invalid.${invalidBecause}`)}
        </Callout>
      )}
      <form method="post" action="/methods" className="actions">
        <input type="hidden" name="method" value={id} />
        <button className="btn danger" aria-describedby={titleId}>
          {t('methods.remove')}
        </button>
      </form>
    </section>
  )
}
