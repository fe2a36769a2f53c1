/** Where the mails of a simulated year arrive: each is written in its reader's language, and answered by whoever reads it. */
import { renderMail } from '~/emails/render-mail.server'
import type { MailContent, RenderMail } from '~/use-cases/ports/mail-renderer'
import type { Mailer } from '~/use-cases/ports/mailer'

type ReadMail = (content: MailContent) => void

interface Mailbox {
  readonly mailer: Mailer
  readonly renderMail: RenderMail
  /** The newest code that was mailed to a debtor; throws where there was none. */
  readCode(debtorId: string): string
  /** Called with each mail that a debtor gets. */
  onMail: ReadMail
}

export function createMailbox(): Mailbox {
  const codes = new Map<string, string>()
  const mailbox: Mailbox = {
    mailer: { send: () => Promise.resolve() },
    renderMail(content, logo) {
      if (content.kind === 'one-time-code') codes.set(content.debtor.id, content.code)
      mailbox.onMail(content)
      return renderMail(content, logo)
    },
    readCode(debtorId) {
      const code = codes.get(debtorId)
      if (code === undefined) throw new Error('no code was mailed')
      codes.delete(debtorId)
      return code
    },
    onMail: () => undefined,
  }
  return mailbox
}
