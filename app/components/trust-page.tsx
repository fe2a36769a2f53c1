/** How a debtor can make sure that this portal is what it says it is, and which bank accounts are the creditor's own. */
import { useTranslation } from '~/i18n/use-translation'
import type { BankAccount, Creditor } from '~/domain/creditor'
import { AccessLog, type AccessLogItem } from './access-log'
import { Callout } from './callout'
import { DocumentCheckForm } from './document-check'
import { Facts } from './facts'
import { SupportFacts } from './link-letter'
import { Steps } from './steps'
import { TitleBlock } from './title-block'

export interface TrustPageProps {
  creditor: Pick<Creditor, 'name' | 'addressLines' | 'vatId' | 'supportEmail' | 'supportPhone' | 'bankAccounts'>
  publicOrigin: string
  visits: readonly AccessLogItem[]
}

export function TrustPage({ creditor, publicOrigin, visits }: TrustPageProps) {
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
              note: (
                <>
                  {t('trust.portalAddress')}: <bdi dir="ltr">{publicOrigin}</bdi>
                </>
              ),
            },
            { state: 'now', text: t('trust.steps.call', { creditor: name }), note: null },
            { state: 'now', text: t('trust.steps.card'), note: null },
          ]}
        />
        <Callout tone="warn">{t('trust.warning', { creditor: name })}</Callout>
        <section aria-labelledby="accounts-title" className="stack">
          <h2 id="accounts-title">{t('trust.accounts', { creditor: name })}</h2>
          {creditor.bankAccounts.map((account) => (
            <BankAccountFacts key={`${account.currency} ${account.label}`} account={account} />
          ))}
        </section>
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

function BankAccountFacts({ account }: { account: BankAccount }) {
  const { t } = useTranslation('access')
  const show = (text: string | undefined) =>
    text === undefined ? null : (
      <bdi dir="ltr" className="nowrap">
        {text}
      </bdi>
    )
  return (
    <Facts
      facts={[
        {
          name: t('trust.account'),
          value: (
            <>
              <bdi>{account.label}</bdi>
              {account.label.includes(account.currency) ? null : ` (${account.currency})`}
            </>
          ),
        },
        { name: t('trust.holder'), value: <bdi>{account.accountName}</bdi> },
        { name: t('trust.iban'), value: show(account.iban?.replace(/(.{4})(?=.)/g, '$1 ')) },
        { name: t('trust.bic'), value: show(account.bic) },
        { name: t('trust.number'), value: show(account.accountNumber) },
        { name: t('trust.routing'), value: show(account.routingCode) },
        { name: t('trust.bank'), value: account.bankName === undefined ? null : <bdi>{account.bankName}</bdi> },
      ]}
    />
  )
}
