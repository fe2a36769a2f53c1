/** The demo's mailbox: what would have been sent, had a mail server been configured. */
import { useTranslation } from '~/i18n/use-translation'
import type { Formatters } from '~/i18n/formatters'
import { EmptyState } from './empty-state'
import { Facts } from './facts'
import { TitleBlock } from './title-block'

export interface ListedMail {
  file: string
  subject: string
  to: string
  writtenAt: Date | null
}

export interface ShownMail extends ListedMail {
  from: string
  text: string
  html: string | null
  attachments: readonly { filename: string }[]
}

export function MailboxPage({ mails, format }: { mails: readonly ListedMail[]; format: Formatters }) {
  const { t } = useTranslation('sandbox')
  return (
    <>
      <TitleBlock title={t('mail.title')}>
        <p>{t('mail.lead')}</p>
      </TitleBlock>
      {mails.length === 0 ? (
        <EmptyState title={t('mail.empty')}>
          <p>{t('mail.emptyText')}</p>
        </EmptyState>
      ) : (
        <div className="scroll" tabIndex={0} role="region" aria-label={t('mail.title')}>
          <table className="data" aria-label={t('mail.title')}>
            <thead>
              <tr>
                <th scope="col">{t('mail.subject')}</th>
                <th scope="col">{t('mail.to')}</th>
                <th scope="col">{t('mail.writtenAt')}</th>
              </tr>
            </thead>
            <tbody>
              {mails.map((mail) => (
                <tr key={mail.file}>
                  <th scope="row">
                    <a href={`/dev/mail/${mail.file}`}>
                      <bdi>{mail.subject}</bdi>
                    </a>
                  </th>
                  <td>
                    <bdi>{mail.to}</bdi>
                  </td>
                  <td className="nowrap">{mail.writtenAt === null ? null : format.instant(mail.writtenAt)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </>
  )
}

export function MailPage({ mail, format }: { mail: ShownMail; format: Formatters }) {
  const { t } = useTranslation('sandbox')
  return (
    <>
      <a className="back" href="/dev/mail">
        {t('mail.title')}
      </a>
      <TitleBlock title={<bdi>{mail.subject}</bdi>} />
      <div className="stack">
        <Facts
          facts={[
            { name: t('mail.from'), value: <bdi>{mail.from}</bdi> },
            { name: t('mail.to'), value: <bdi>{mail.to}</bdi> },
            { name: t('mail.writtenAt'), value: mail.writtenAt === null ? null : format.instant(mail.writtenAt) },
            ...mail.attachments.map(({ filename }, index) => ({
              name: t('mail.attachment'),
              value: (
                <a href={`/dev/mail/${mail.file}/attachments/${index}`} download>
                  <bdi>{filename}</bdi>
                </a>
              ),
            })),
          ]}
        />
        {mail.html === null ? null : (
          <p className="actions">
            <a className="btn" href={`/dev/mail/${mail.file}/html`}>
              {t('mail.showHtml')}
            </a>
          </p>
        )}
        <section className="card stack" aria-labelledby="text-title" dir="auto">
          <h2 id="text-title">{t('mail.text')}</h2>
          {mail.text
            .trim()
            .split(/\n{2,}/)
            .map((paragraph, index) => (
              <p key={index} dir="auto">
                {splitLines(paragraph).map((line, place) => (
                  <span key={place}>
                    {place > 0 ? <br /> : null}
                    {/^https?:\/\/\S+$/.test(line) ? <a href={line}>{line}</a> : line}
                  </span>
                ))}
              </p>
            ))}
        </section>
      </div>
    </>
  )
}

function splitLines(paragraph: string): string[] {
  return paragraph.split('\n').map((line) => line.trim())
}
