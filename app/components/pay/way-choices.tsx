/** How to pay: one of the methods kept earlier, or one of those the creditor offers, and whether it is to be kept. */
import type { TFunction } from 'i18next'
import { useTranslation } from '~/i18n/use-translation'
import type { CurrencyCode } from '~/domain/currency'
import type { GatewayName } from '~/domain/gateway-name'
import type { LimitedWay, WayToPay } from '~/domain/gateway-routing'
import type { PaymentMethodKind } from '~/domain/payment-method'
import type { SavedMethod } from '~/domain/saved-method'
import { writeWayChoice, type WayChoice } from '~/domain/way-choice'
import type { Formatters } from '~/i18n/formatters'
import { Choice } from '../form-field'
import { describeGateway } from './payment-words'
import type { ReviewTerms } from './review-terms'
import { describeWay } from './way-words'

export interface ShownWays {
  ways: readonly WayToPay[]
  limited: readonly LimitedWay[]
  saved: readonly Pick<SavedMethod, 'id' | 'kind' | 'label' | 'expiresOn' | 'gateway'>[]
  keepable: readonly PaymentMethodKind[]
}

interface WayChoicesProps {
  offered: ShownWays
  currency: CurrencyCode
  chosen: ReviewTerms
  /** Whom a one-time code would go to, masked; null when nothing can be kept. */
  codeAddress: string | null
  creditorName: string
  format: Formatters
}

export function WayChoices({ offered, currency, chosen, codeAddress, creditorName, format }: WayChoicesProps) {
  const { t } = useTranslation('pay')
  const { saved, ways, limited, keepable } = offered
  const choices: { way: WayChoice; title: string; hint: string; gateway: GatewayName }[] = [
    ...saved.map(({ id, kind, label, expiresOn, gateway }) => ({
      way: { kind: 'saved', savedMethodId: id } as const,
      title: label,
      hint: [
        kind === 'card' ? t('way.savedCard') : describeWay(t, kind).hint,
        expiresOn === null ? t('way.saved') : t('way.savedUntil', { day: format.day(expiresOn) }),
      ].join(' '),
      gateway,
    })),
    ...ways.map(({ method, gateways: [gateway] }) => ({
      way: { kind: 'method', method } as const,
      ...describeWay(t, method),
      gateway,
    })),
  ]
  const first = choices[0] && writeWayChoice(choices[0].way)
  const wanted = chosen.way && writeWayChoice(chosen.way)
  const checked = choices.some(({ way }) => writeWayChoice(way) === wanted) ? wanted : first
  return (
    <fieldset>
      <legend>
        <h2>{t('way.title')}</h2>
      </legend>
      <div className="methods">
        {choices.map(({ way, title, hint, gateway }) => {
          const value = writeWayChoice(way)
          const service = gateway === 'bank-transfer' ? null : describeGateway(t, gateway)
          return (
            <Choice
              key={value}
              id={`by-${value.replace(':', '-')}`}
              type="radio"
              name="way"
              value={value}
              defaultChecked={value === checked}
              hint={service === null ? hint : `${hint} ${t('way.service', { service })}`}
            >
              <bdi>{title}</bdi>
            </Choice>
          )
        })}
      </div>
      {limited.map((way) => (
        <p key={way.method} className="soft">
          {describeLimit(t, way, currency, format)}
        </p>
      ))}
      <p className="soft">
        {t('way.noFee')}
        {saved.length === 0 ? null : (
          <>
            {' '}
            <a href="/methods">{t('methods.manage')}</a>
          </>
        )}
      </p>
      {keepable.length === 0 || codeAddress === null ? null : (
        <div data-keep>
          <Choice
            id="keep"
            type="checkbox"
            name="keep"
            value="yes"
            defaultChecked={chosen.keepsMethod}
            hint={`${t('keep.consent', { creditor: creditorName })} ${t('keep.codeTo', { address: codeAddress })}`}
          >
            {t('keep.label')}
          </Choice>
        </div>
      )}
    </fieldset>
  )
}

function describeLimit(
  t: TFunction<'pay'>,
  { method, minimumMinor, maximumMinor }: LimitedWay,
  currency: CurrencyCode,
  format: Formatters,
): string {
  const way = describeWay(t, method).title
  const money = (amountMinor: number) => format.money(amountMinor, currency)
  if (minimumMinor === null) return maximumMinor === null ? '' : t('way.atMost', { way, maximum: money(maximumMinor) })
  if (maximumMinor === null) return t('way.atLeast', { way, minimum: money(minimumMinor) })
  return t('way.between', { way, minimum: money(minimumMinor), maximum: money(maximumMinor) })
}
