/** Reads back the mails that were written to a folder for want of a mail server, for the demo's mailbox. */
import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import PostalMime, { type Email } from 'postal-mime'

export interface FolderMail {
  /** Name of the file, which names the mail in addresses. */
  file: string
  subject: string
  from: string
  to: string
  /** Null where the mail does not say. */
  writtenAt: Date | null
  text: string
  html: string | null
}

export interface MailFolder {
  /** Newest first. */
  list(): Promise<FolderMail[]>
  /** Null when there is no such mail. */
  find(file: string): Promise<FolderMail | null>
}

const FILE_NAME = /^[\w-][\w.-]*\.eml$/

const MOST_LISTED = 200

export function createMailFolder(directory: string): MailFolder {
  async function find(file: string): Promise<FolderMail | null> {
    if (!FILE_NAME.test(file)) return null
    try {
      return describeMail(file, await PostalMime.parse(await readFile(path.join(directory, file))))
    } catch (error) {
      if (isMissing(error)) return null
      throw error
    }
  }
  return {
    find,
    async list() {
      const files = await readdir(directory).catch((error: unknown) => {
        if (isMissing(error)) return []
        throw error
      })
      const mails = await Promise.all(files.filter((file) => FILE_NAME.test(file)).map(find))
      return mails
        .filter((mail) => mail !== null)
        .sort((left, right) => getTime(right) - getTime(left))
        .slice(0, MOST_LISTED)
    },
  }
}

function describeMail(file: string, mail: Email): FolderMail {
  const writtenAt = mail.date === undefined ? null : new Date(mail.date)
  return {
    file,
    subject: mail.subject ?? '',
    from: mail.from?.address ?? '',
    to: (mail.to ?? []).map(({ address }) => address ?? '').join(', '),
    writtenAt: writtenAt && Number.isNaN(writtenAt.getTime()) ? null : writtenAt,
    text: mail.text ?? '',
    html: mail.html ?? null,
  }
}

function getTime({ writtenAt }: FolderMail): number {
  return writtenAt?.getTime() ?? 0
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT'
}
