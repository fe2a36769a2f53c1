export interface MailMessage {
  to: string
  /** Shown as the sender's name; the address is the portal's own. */
  fromName: string
  replyTo?: string
  subject: string
  text: string
  html: string
  /** Of the message's text, for Content-Language. */
  locale: string
  /** Stable for one mail however often its job runs. */
  messageId: string
  attachments: MailAttachment[]
  /** Of a mail that is sent unasked: where whoever gets it ends that, also by one POST of its mail program (RFC 8058). */
  stopUrl?: string
}

export interface MailAttachment {
  filename: string
  mediaType: string
  content: Uint8Array
  /** Of a picture that stands in the text: by what the HTML names it. */
  contentId?: string
}

/** Hands a mail to a server, or to a folder. Throws when it could not be handed over; the job then tries again. */
export interface Mailer {
  send(message: MailMessage): Promise<void>
}
