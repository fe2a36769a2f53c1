import { z } from 'zod'
import { parseLifetime } from '~/domain/access-link'
import { ACCESS_RIGHTS, parseAccessScope } from '~/domain/access-scope'
import { defineOperation } from '../operation'
import { externalIdPath, instant } from '../schemas'

const lifetime = z.string().transform((text, context) => {
  const parsed = parseLifetime(text)
  if (parsed === null) context.addIssue('a number of days or hours, such as 30d or 12h, up to two years')
  return parsed?.hours ?? z.NEVER
})

const locale = z.string().transform((text, context) => {
  try {
    return new Intl.Locale(text).toString()
  } catch {
    context.addIssue('not a BCP 47 language tag')
    return z.NEVER
  }
})

export const createLink = defineOperation({
  method: 'POST',
  path: '/debtors/{externalId}/links',
  id: 'createAccessLink',
  summary: 'Issue an access link for a debtor',
  description: 'Earlier links stay as they are. The URL is in this answer and cannot be had again.',
  pathSchema: externalIdPath,
  body: z.strictObject({
    scope: z.array(z.enum(ACCESS_RIGHTS)).min(1).default(['view', 'pay', 'dispute', 'agree']),
    expiresIn: lifetime
      .optional()
      .meta({ description: 'Such as 30d or 12h; the creditor’s usual lifetime when absent', type: 'string' }),
    locale: locale.optional().meta({ description: 'BCP 47 tag of the language it opens in', type: 'string' }),
    recipient: z
      .strictObject({ name: z.string().min(1).max(200).optional(), email: z.email().max(254).optional() })
      .optional()
      .meta({ description: 'Who it is for; the debtor’s first contact when absent' }),
  }),
  output: {
    status: 201,
    schema: z.object({
      id: z.uuid(),
      url: z.url(),
      expiresAt: instant,
      scope: z.array(z.enum(ACCESS_RIGHTS)),
      locale: z.string().nullable(),
      recipient: z.object({ name: z.string().nullable(), email: z.string().nullable() }),
    }),
  },
  problems: ['unknown-debtor'],
  async handle({ app, creditor, path, body }) {
    const issued = await app.issueAccessLink({
      creditorId: creditor.id,
      debtorExternalId: path.externalId,
      scope: parseAccessScope(body.scope) ?? [],
      lifetimeHours: body.expiresIn ?? null,
      locale: body.locale ?? null,
      recipient: body.recipient ? { name: body.recipient.name ?? null, email: body.recipient.email ?? null } : null,
      issuedBy: 'api',
    })
    if (!issued.ok) return { problem: 'unknown-debtor' }
    const { link, url } = issued.value
    return {
      body: {
        id: link.id,
        url,
        expiresAt: link.expiresAt.toISOString(),
        scope: link.scope,
        locale: link.locale,
        recipient: { name: link.recipientName, email: link.recipientEmail },
      },
    }
  },
})
