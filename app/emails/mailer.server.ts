/** Mail by SMTP, or, where no server is configured, into a folder that the demo shows. */
import { mkdir, rename, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { createTransport, type SendMailOptions } from 'nodemailer'
import type { Mailer, MailMessage } from '~/use-cases/ports/mailer'

export function createSmtpMailer(smtpUrl: string, from: string): Mailer {
  const transport = createTransport(smtpUrl)
  return {
    async send(message) {
      await transport.sendMail(toOptions(message, from))
    },
  }
}

/** Writes each mail as an .eml file. The file's name is the message's id, so a repeated job replaces it. */
export function createFolderMailer(directory: string, from: string): Mailer {
  const transport = createTransport({ streamTransport: true, buffer: true, newline: 'unix' })
  return {
    async send(message) {
      const { message: source } = await transport.sendMail(toOptions(message, from))
      if (!Buffer.isBuffer(source)) throw new TypeError('the mail was not written to memory')
      await mkdir(directory, { recursive: true })
      const file = path.join(directory, `${message.messageId.replace(/[^\w.-]/g, '_')}.eml`)
      await writeFile(`${file}.part`, source)
      await rename(`${file}.part`, file)
    },
  }
}

function toOptions(message: MailMessage, from: string): SendMailOptions {
  const address = /<([^>]+)>/.exec(from)?.[1] ?? from
  return {
    from: { name: message.fromName, address },
    to: message.to,
    ...(message.replyTo === undefined ? {} : { replyTo: message.replyTo }),
    subject: message.subject,
    text: message.text,
    html: message.html,
    attachments: message.attachments.map(({ filename, mediaType, content, contentId }) => ({
      ...{ filename, contentType: mediaType, content: Buffer.from(content) },
      ...(contentId === undefined
        ? { contentDisposition: 'attachment' as const }
        : { contentDisposition: 'inline' as const, cid: contentId }),
    })),
    messageId: `<${message.messageId}@${address.split('@')[1] ?? 'localhost'}>`,
    headers: {
      'Content-Language': message.locale,
      'Auto-Submitted': 'auto-generated',
      ...(message.stopUrl === undefined
        ? {}
        : { 'List-Unsubscribe': `<${message.stopUrl}>`, 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' }),
    },
  }
}
