/** How a debtor can make sure that this portal is what it says it is, and which bank accounts are the creditor's own. */
import { html } from './html'
import { useTranslation } from '~/i18n/use-translation'
import type { Creditor } from '~/domain/creditor'
import { AccessLog, type AccessLogItem } from './access-log'
import { BankDetails, type BankDetailsProps } from './bank-details'
import { Callout } from './callout'
import { DocumentCheckForm } from './document-check'
import { Facts } from './facts'
import { SupportFacts } from './link-letter'
import { NeverAsked } from './never-asked'
import { Steps } from './steps'
import { TitleBlock } from './title-block'

interface TrustPageProps {
  creditor: Pick<Creditor, 'name' | 'addressLines' | 'vatId' | 'supportEmail' | 'supportPhone'>
  bank: Omit<BankDetailsProps, 'creditorName'>
  publicOrigin: string
  visits: readonly AccessLogItem[]
}

export function TrustPage({ creditor, bank, publicOrigin, visits }: TrustPageProps) {
  const { t } = useTranslation(['access', 'common'])
  const { t: tPaper } = useTranslation('paper')
  const { name } = creditor
  return (
    <>
      <TitleBlock title={t('trust.title')}>
        <p>{t('trust.lead', { creditor: name })}</p>
      </TitleBlock>
      <div className="stack">
        <Steps
          steps={[
            {
              state: 'now',
              text: t('trust.steps.address'),
              note: html`${t('trust.portalAddress')}: <bdi dir="ltr">${publicOrigin}</bdi>`,
            },
            { state: 'now', text: t('trust.steps.call', { creditor: name }), note: null },
            { state: 'now', text: t('trust.steps.card'), note: null },
          ]}
        />
        <Callout tone="warn">{t('trust.warning', { creditor: name })}</Callout>
        <BankDetails creditorName={name} {...bank} />
        <NeverAsked creditorName={name} />
        <section aria-labelledby="creditor-title" className="stack">
          <h2 id="creditor-title">{t('trust.creditor')}</h2>
          <Facts
            facts={[
              { name: t('trust.name'), value: <bdi>{name}</bdi> },
              {
                name: t('trust.registeredAddress'),
                value: creditor.addressLines.length === 0 ? null : <bdi>{creditor.addressLines.join(', ')}</bdi>,
              },
              { name: t('trust.vatId'), value: creditor.vatId === null ? null : <bdi>{creditor.vatId}</bdi> },
            ]}
          />
          <SupportFacts support={{ email: creditor.supportEmail, phone: creditor.supportPhone }} />
        </section>
        <section aria-labelledby="check-title" className="stack">
          <h2 id="check-title">{tPaper('trust.title')}</h2>
          <p>{tPaper('trust.lead')}</p>
          <DocumentCheckForm typed="" isMalformed={false} />
        </section>
        <section aria-labelledby="visits-title" className="stack">
          <h2 id="visits-title">{t('common:accessLog.title')}</h2>
          <p>{t('common:accessLog.lead', { creditor: name })}</p>
          <AccessLog items={visits} />
        </section>
      </div>
    </>
  )
}
