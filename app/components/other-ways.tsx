import type { TFunction } from 'i18next'
import { useTranslation } from '~/i18n/use-translation'
import { html, joinHtml, type SafeHtml } from './html'
import { StaticHtml } from './static-page'

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

interface OtherWaysProps {
  ways: OtherWays
  currency: string
  invoice?: string
}

/** Links to what there is, for a currency or for one invoice of it. */
export function OtherWaysLinks(props: OtherWaysProps) {
  const { t } = useTranslation(OTHER_WAYS_TEXTS)
  const links = writeLinks(t, props)
  return links === null ? null : <StaticHtml as="p" className={CLASSES} html={links} />
}

/** The same as text; null where there is none. */
export function writeOtherWays(t: OtherWaysTexts, props: OtherWaysProps): SafeHtml | null {
  const links = writeLinks(t, props)
  return links === null ? null : html`<p class="${CLASSES}">${links}</p>`
}

const CLASSES = 'actions other-ways'

export const OTHER_WAYS_TEXTS = ['promise', 'offer', 'planning'] as const

export type OtherWaysTexts = TFunction<typeof OTHER_WAYS_TEXTS>

function writeLinks(t: OtherWaysTexts, { ways, currency, invoice }: OtherWaysProps): SafeHtml | null {
  const parameters = new URLSearchParams({ currency, ...(invoice === undefined ? {} : { invoice }) }).toString()
  const write = (path: string, text: string) => html`<a href="${path}?${parameters}">${text}</a>`
  const links = [
    ...(ways.plans ? [write('/plans/new', t('planning:shape.title'))] : []),
    ...(ways.compares && invoice === undefined ? [write('/compare', t('planning:compare.title'))] : []),
    ...(ways.promises ? [write('/promises/new', t('promise:offer'))] : []),
    ...(ways.settlements ? [write('/offers/new', t('offer:offer'))] : []),
  ]
  return links.length === 0 ? null : joinHtml(links)
}
