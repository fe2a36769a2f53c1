import { useTranslation } from '~/i18n/use-translation'

/** What can be done about what is due beside paying it now. */
export interface OtherWays {
  readonly plans: boolean
  readonly compares: boolean
  readonly promises: boolean
  readonly settlements: boolean
}

export interface WaysInCurrency {
  readonly currency: string
  readonly ways: OtherWays
}

/** Links to what there is, for a currency or for one invoice of it. */
export function OtherWaysLinks({ ways, currency, invoice }: { ways: OtherWays; currency: string; invoice?: string }) {
  const { t: promiseText } = useTranslation('promise')
  const { t: offerText } = useTranslation('offer')
  const { t: planText } = useTranslation('planning')
  const parameters = new URLSearchParams({ currency, ...(invoice === undefined ? {} : { invoice }) }).toString()
  const links = [
    ...(ways.plans ? [{ href: `/plans/new?${parameters}`, text: planText('shape.title') }] : []),
    ...(ways.compares && invoice === undefined
      ? [{ href: `/compare?${parameters}`, text: planText('compare.title') }]
      : []),
    ...(ways.promises ? [{ href: `/promises/new?${parameters}`, text: promiseText('offer') }] : []),
    ...(ways.settlements ? [{ href: `/offers/new?${parameters}`, text: offerText('offer') }] : []),
  ]
  if (links.length === 0) return null
  return (
    <p className="actions other-ways">
      {links.map(({ href, text }) => (
        <a key={href} href={href}>
          {text}
        </a>
      ))}
    </p>
  )
}
