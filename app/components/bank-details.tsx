/** The creditor's bank accounts: which are its own, which are new, and how they came to be. */
import type { BankAccount } from '~/domain/creditor'
import { useTranslation } from '~/i18n/use-translation'
import { Callout } from './callout'
import { Facts } from './facts'

export interface ShownAccount {
  account: BankAccount
  /** Written days of an account that is new; null for one that has stood long enough. */
  isNew: { since: string; until: string } | null
}

export interface ShownAccountChange {
  version: number
  at: string
  added: readonly BankAccount[]
  removed: readonly BankAccount[]
  isRenamed: boolean
}

export interface BankDetailsProps {
  creditorName: string
  accounts: readonly ShownAccount[]
  /** Of before, to which transfers are asked while those in their place are new. */
  stillInstructed: readonly BankAccount[]
  changes: readonly ShownAccountChange[]
}

export function BankDetails({ creditorName, accounts, stillInstructed, changes }: BankDetailsProps) {
  const { t } = useTranslation(['access', 'contact'])
  return (
    <section aria-labelledby="accounts-title" className="stack">
      <h2 id="accounts-title">{t('trust.accounts', { creditor: creditorName })}</h2>
      <p>{t('contact:bank.lead', { creditor: creditorName })}</p>
      {accounts.map(({ account, isNew }) => {
        const isHeldBack = stillInstructed.some(({ currency }) => currency === account.currency)
        return (
          <div key={`${account.currency} ${account.label} ${account.iban ?? account.accountNumber ?? ''}`}>
            {isNew === null ? null : (
              <Callout tone="warn">
                {isHeldBack
                  ? t('contact:bank.newHeldBack', { ...isNew, creditor: creditorName })
                  : t('contact:bank.newConfirm', { ...isNew, creditor: creditorName })}
              </Callout>
            )}
            <AccountFacts account={account} />
          </div>
        )
      })}
      {stillInstructed.length === 0 ? null : (
        <div className="stack">
          <h3>{t('contact:bank.still')}</h3>
          {stillInstructed.map((account) => (
            <AccountFacts
              key={`${account.currency} ${account.iban ?? account.accountNumber ?? ''}`}
              account={account}
            />
          ))}
        </div>
      )}
      <table className="data">
        <caption>{t('contact:bank.history')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('contact:bank.from')}</th>
            <th scope="col">{t('contact:bank.what')}</th>
          </tr>
        </thead>
        <tbody>
          {changes.map((change) => (
            <tr key={change.version}>
              <td>{change.at}</td>
              <td>
                {change.isRenamed ? <p>{t('contact:bank.renamed')}</p> : null}
                {change.added.map((account) => (
                  <p key={nameAccount(account)}>
                    {t('contact:bank.added')}: <bdi dir="ltr">{nameAccount(account)}</bdi>
                  </p>
                ))}
                {change.removed.map((account) => (
                  <p key={nameAccount(account)}>
                    {t('contact:bank.removed')}: <bdi dir="ltr">{nameAccount(account)}</bdi>
                  </p>
                ))}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

/** Currency and number, enough to compare with one's own records. */
function nameAccount({ currency, iban, routingCode, accountNumber }: BankAccount): string {
  const number = iban === undefined ? [routingCode, accountNumber].filter(Boolean).join(' ') : groupIban(iban)
  return `${currency} ${number}`
}

function groupIban(iban: string): string {
  return iban.replace(/(.{4})(?=.)/g, '$1 ')
}

function AccountFacts({ account }: { account: BankAccount }) {
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
        { name: t('trust.iban'), value: show(account.iban === undefined ? undefined : groupIban(account.iban)) },
        { name: t('trust.bic'), value: show(account.bic) },
        { name: t('trust.number'), value: show(account.accountNumber) },
        { name: t('trust.routing'), value: show(account.routingCode) },
        { name: t('trust.bank'), value: account.bankName === undefined ? null : <bdi>{account.bankName}</bdi> },
      ]}
    />
  )
}
