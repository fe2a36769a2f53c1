/** The frame of every page a debtor sees: the creditor's name, the language menu, the sections, the way to verify it all. */
import type { ReactNode } from 'react'
import { useTranslation } from '~/i18n/use-translation'
import { LanguageMenu } from './language-menu'
import { QuittanceMark } from './quittance-mark'
import { useDeferredFrame } from './static-page'

/** Whose page it is; null on pages shown before anyone is known. */
export interface FrameCreditor {
  name: string
  slug: string
  /** Whether the reader is offered payment plans, or has one. */
  offersPlans?: boolean
}

export type Section = 'statement' | 'pay' | 'plans' | 'disputes' | 'documents' | 'trust'

/** What of a frame tells it from others. */
export interface FrameAppearance {
  creditor: FrameCreditor | null
  /** What the reader may go to; empty before the account is opened. */
  sections?: readonly Section[]
  current?: Section
  /** Shows the way to end the session. */
  inSession?: boolean
  narrow?: boolean
}

interface PageFrameProps extends FrameAppearance {
  /** Stands above everything: what kind of page this is, where it must not be taken for another. */
  band?: ReactNode
  children: ReactNode
}

const SECTION_ADDRESSES: Readonly<Record<Section, string>> = {
  statement: '/statement',
  pay: '/pay',
  plans: '/plans',
  disputes: '/disputes',
  documents: '/documents',
  trust: '/trust',
}

/** A page in its frame; on static pages the page alone, whose frame is put around it afterwards. */
export function PageFrame({ band, children, ...appearance }: PageFrameProps) {
  return band === undefined ? (
    <DeferringFrame {...appearance}>{children}</DeferringFrame>
  ) : (
    <FrameAround {...appearance} band={band}>
      {children}
    </FrameAround>
  )
}

function DeferringFrame({ children, ...appearance }: Omit<PageFrameProps, 'band'>) {
  return useDeferredFrame(appearance) ? children : <FrameAround {...appearance}>{children}</FrameAround>
}

/** The frame itself: `children` are all that stands in its `main`. */
export function FrameAround({
  creditor,
  sections = [],
  current,
  inSession = false,
  narrow = false,
  band = null,
  children,
}: PageFrameProps) {
  const { t } = useTranslation()
  const titles: Record<Section, string> = {
    statement: t('sections.statement'),
    pay: t('sections.pay'),
    plans: t('sections.plans'),
    disputes: t('sections.disputes'),
    documents: t('sections.documents'),
    trust: t('sections.trust'),
  }
  return (
    <>
      <a className="skip" href="#main">
        {t('skipToContent')}
      </a>
      <header className="masthead">
        {band}
        <div className="wrap">
          {creditor ? (
            <CreditorName creditor={creditor} href={inSession ? '/statement' : undefined} />
          ) : (
            <QuittanceMark named />
          )}
          <LanguageMenu />
        </div>
        {sections.length === 0 ? null : (
          <nav className="sections" aria-label={t('sections.label')}>
            <ul className="wrap">
              {sections.map((section) => (
                <li key={section}>
                  <a href={SECTION_ADDRESSES[section]} aria-current={section === current ? 'page' : undefined}>
                    {titles[section]}
                  </a>
                </li>
              ))}
            </ul>
          </nav>
        )}
      </header>
      <main id="main" className={narrow ? 'wrap narrow' : 'wrap'} tabIndex={-1}>
        {children}
      </main>
      <footer className="footer">
        <div className="wrap">
          <ul>
            {inSession ? (
              <>
                <li>
                  <a href="/trust">{t('footer.verify')}</a>
                </li>
                <li>
                  <a href="/contact">{t('footer.contact')}</a>
                </li>
                <li>
                  <a href="/access">{t('footer.access')}</a>
                </li>
                <li>
                  <form method="post" action="/leave">
                    <button className="link">{t('footer.leave')}</button>
                  </form>
                </li>
              </>
            ) : null}
          </ul>
          <p className="mark">
            <QuittanceMark />
            <span>{creditor ? t('footer.onBehalfOf', { creditor: creditor.name }) : 'Quittance'}</span>
          </p>
        </div>
      </footer>
    </>
  )
}

function CreditorName({ creditor, href }: { creditor: FrameCreditor; href: string | undefined }) {
  const { t } = useTranslation()
  const content = (
    <>
      <i aria-hidden="true">{creditor.name.slice(0, 1)}</i>
      <span>
        <bdi>{creditor.name}</bdi>
        <small>{t('portal')}</small>
      </span>
    </>
  )
  return href === undefined ? (
    <span className="creditor">{content}</span>
  ) : (
    <a className="creditor" href={href}>
      {content}
    </a>
  )
}
