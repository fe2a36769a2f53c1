/**
 * "No more reminders", from a mail. Opening it changes nothing; the button does, and so does the one POST by which mail
 * programs do it for their reader (RFC 8058), which has no cookie and wants no page.
 */
import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node'
import { Callout } from '~/components/callout'
import { PageFrame } from '~/components/page-frame'
import { useStaticModel } from '~/components/static-page'
import { maskEmail } from '~/domain/access-link'
import { getTranslate } from '~/i18n/translator.server'
import { useTranslation } from '~/i18n/use-translation'
import type { AppLoadContext } from '~/load-context'
import { readReader } from '~/platform/http/debtor-visit.server'
import { staticPage } from '~/platform/http/page-slot.server'
import { readBodyText, readForm } from '~/platform/http/request-body.server'
import { isUpload } from '~/platform/http/upload.server'
import type { ReminderWish, StopKey } from '~/use-cases/stop-reminders'

const LONGEST_ONE_CLICK = 4096

export async function loader({ request, context }: LoaderFunctionArgs) {
  const key = await readKey(request, context)
  return showPage(request, context, await context.app.readReminderWish(key))
}

export async function action({ request, context }: ActionFunctionArgs) {
  const key = await readKey(request, context)
  return showPage(request, context, await context.app.changeReminderWish({ ...key, wanted: await readWish(request) }))
}

/** RFC 8058, 3.1: a mail program sends the one field by either kind of form. Of a page's form the button says it. */
async function readWish(request: Request): Promise<boolean> {
  if (!isUpload(request)) return (await readForm(request)).get('wanted') === 'yes'
  const body = await readBodyText(request, LONGEST_ONE_CLICK)
  if (body?.includes('List-Unsubscribe') !== true) throw new Response(null, { status: 400 })
  return false
}

async function readKey(request: Request, { app, clientNetwork }: AppLoadContext): Promise<StopKey> {
  const attempt = await app.limits.reminderWishes.attempt(clientNetwork)
  if (!attempt.allowed) {
    throw new Response(null, { status: 429, headers: { 'Retry-After': String(attempt.retryAfterSeconds) } })
  }
  const parameters = new URL(request.url).searchParams
  const read = (name: string) => parameters.get(name) ?? ''
  return { creditorId: read('creditor'), noticeId: read('notice'), signature: read('key') }
}

function showPage(request: Request, context: AppLoadContext, wish: ReminderWish | null) {
  if (!wish) throw new Response(null, { status: 404 })
  const { creditor, email, locale, stoppedAt } = wish
  const { language } = readReader(request, { locale, fallback: creditor.defaultLocale })
  return staticPage(context, {
    ...{ language, brand: creditor.slug, status: 200 },
    title: getTranslate(language)('reminder:stop.pageTitle', { creditor: creditor.name }),
    load: () => ({
      creditor: { name: creditor.name, slug: creditor.slug },
      email: maskEmail(email),
      isStopped: stoppedAt !== null,
    }),
  })
}

export default function StopRemindersRoute() {
  const { creditor, email, isStopped } = useStaticModel<typeof loader>()
  const { t } = useTranslation('reminder')
  return (
    <PageFrame creditor={creditor} narrow>
      <div className="stack">
        <h1>{isStopped ? t('stop.stoppedTitle') : t('stop.title')}</h1>
        {isStopped ? (
          <Callout tone="good">{t('stop.stopped', { creditor: creditor.name, email })}</Callout>
        ) : (
          <p>{t('stop.lead', { creditor: creditor.name, email })}</p>
        )}
        <p>{t('stop.what')}</p>
        <form method="post">
          <p className="actions">
            {isStopped ? (
              <button className="btn quiet" name="wanted" value="yes">
                {t('stop.start')}
              </button>
            ) : (
              <button className="btn" name="wanted" value="no">
                {t('stop.stop')}
              </button>
            )}
          </p>
        </form>
      </div>
    </PageFrame>
  )
}
