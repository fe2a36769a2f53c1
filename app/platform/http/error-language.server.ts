/** In which language an error is told where no loader came as far as to settle one: an address or a link that is not there. */
import type { AppLoadContext } from '@remix-run/node'
import type { Language } from '~/i18n/languages'
import { readDebtorVisit, readReader, recallDebtorVisit } from './debtor-visit.server'

/**
 * The language of the debtor who is signed in, unless the reader chose another; the browser's for a stranger. (The
 * console answers for its own addresses.) Without a session's cookie nothing is looked up. After a failure (500) nothing
 * is asked of the database, which may be what failed; and whatever cannot be read leaves the error as it was.
 */
export async function chooseErrorLanguage(
  request: Request,
  context: AppLoadContext,
  status: number,
): Promise<Language> {
  const recalled = recallDebtorVisit(request, context)?.visit
  const visit = recalled ?? (status < 500 ? await readDebtorVisit(request, context).catch(() => null) : null)
  return readReader(
    request,
    visit ? { locale: visit.locale, fallback: visit.creditor.defaultLocale } : { locale: null, fallback: null },
  ).language
}
