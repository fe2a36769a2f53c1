/** Reads back the mails that were written to a folder for want of a mail server, for the demo's mailbox. */
import { readdir, readFile, stat } from 'node:fs/promises'
import path from 'node:path'
import PostalMime, { type Email } from 'postal-mime'

/** What the list shows of a mail. */
export interface ListedMail {
  /** Name of the file, which names the mail in addresses. */
  file: string
  subject: string
  from: string
  to: string
  /** Null where the mail does not say. */
  writtenAt: Date | null
}

export interface FolderMail extends ListedMail {
  text: string
  html: string | null
  /** What goes with it, beside the pictures in its text. */
  attachments: FolderAttachment[]
}

export interface FolderAttachment {
  filename: string
  mediaType: string
  content: Uint8Array
}

export interface MailFolder {
  /** Newest first. */
  list(): Promise<ListedMail[]>
  /** Null when there is no such mail. */
  find(file: string): Promise<FolderMail | null>
}

const FILE_NAME = /^[\w-][\w.-]*\.eml$/

const MOST_LISTED = 200

export function createMailFolder(directory: string): MailFolder {
  /** What was listed before, by file: most mails are, each time, and reading one with its papers takes a while. */
  let listed = new Map<string, { changedMs: number; mail: ListedMail }>()

  async function find(file: string): Promise<FolderMail | null> {
    if (!FILE_NAME.test(file)) return null
    const content = await unlessMissing(readFile(path.join(directory, file)))
    return content === null ? null : describeMail(file, await PostalMime.parse(content))
  }

  async function findListed(file: string, changedMs: number): Promise<{ changedMs: number; mail: ListedMail } | null> {
    const known = listed.get(file)
    // A job that ran again wrote it anew.
    if (known?.changedMs === changedMs) return known
    const found = await find(file)
    if (!found) return null
    const { subject, from, to, writtenAt } = found
    return { changedMs, mail: { file, subject, from, to, writtenAt } }
  }

  return {
    find,
    async list() {
      const files = (await unlessMissing(readdir(directory))) ?? []
      const changes = await Promise.all(
        files
          .filter((file) => FILE_NAME.test(file))
          .map(async (file) => ({
            file,
            changedMs: (await unlessMissing(stat(path.join(directory, file))))?.mtimeMs ?? -Infinity,
          })),
      )
      const newest = changes.toSorted((left, right) => right.changedMs - left.changedMs).slice(0, MOST_LISTED)
      const found = (await Promise.all(newest.map(({ file, changedMs }) => findListed(file, changedMs)))).filter(
        (entry) => entry !== null,
      )
      listed = new Map(found.map((entry) => [entry.mail.file, entry]))
      return found.map(({ mail }) => mail)
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
    html: mail.html === undefined ? null : showPictures(mail.html, mail.attachments),
    attachments: mail.attachments.flatMap(({ filename, mimeType, disposition, content }) =>
      disposition === 'attachment' && content instanceof ArrayBuffer
        ? [{ filename: filename ?? '', mediaType: mimeType, content: new Uint8Array(content) }]
        : [],
    ),
  }
}

/** Pictures that came with the mail, in the places where its text names them. */
function showPictures(html: string, attachments: Email['attachments']): string {
  return attachments.reduce((shown, { contentId, mimeType, content }) => {
    if (contentId === undefined || !(content instanceof ArrayBuffer)) return shown
    const data = `data:${mimeType};base64,${Buffer.from(content).toString('base64')}`
    return shown.replaceAll(`cid:${contentId.replace(/^<|>$/g, '')}`, data)
  }, html)
}

/** Null where there is no such file or folder. */
async function unlessMissing<Value>(reading: Promise<Value>): Promise<Value | null> {
  try {
    return await reading
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw error
  }
}
