/** Says how a bank's table is read: what its columns suggest, corrected on screen, kept for the next file, and loaded. */
import { data, redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node'
import { Link, useActionData, useLoaderData } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { z } from 'zod'
import { BankColumnsForm } from '~/components/console/bank-columns-form'
import { ErrorSummary, type FieldProblem } from '~/components/form-field'
import { TitleBlock } from '~/components/title-block'
import { applyLayout, describeLayout, type BankTableMapping } from '~/domain/bank-table'
import { findUnstorableText } from '~/domain/storable-text'
import type { AppLoadContext } from '~/load-context'
import { requireConsoleVisit, type ConsoleVisit } from '~/platform/http/console-visit.server'
import { readForm } from '~/platform/http/request-body.server'
import { describeRefusal, nameSchema, readLayout } from './read-layout.server'

const addressSchema = z.object({
  file: z.string().regex(/^[0-9a-f]{64}$/),
  name: z.string().max(200).catch(''),
})

function readAddress(request: Request) {
  const address = addressSchema.safeParse(Object.fromEntries(new URL(request.url).searchParams))
  if (!address.success) throw new Response(null, { status: 404 })
  return { sha256: address.data.file, filename: address.data.name }
}

async function examine(
  { app }: AppLoadContext,
  visit: ConsoleVisit,
  { sha256, mapping }: { sha256: string; mapping: BankTableMapping | null },
) {
  const found = await app.examineBankUpload({ creditorId: visit.creditor.id, sha256, mapping })
  if (!found) throw new Response(null, { status: 404 })
  const { view, refusal } = found
  const problems: FieldProblem[] = refusal ? [describeRefusal(refusal, found.mapping, visit)] : []
  const shown = {
    ...{ header: view.header, rows: view.rows, layout: describeLayout(found.mapping), problems },
    count: refusal ? null : visit.t('console:bank.columns.count', { count: found.count }),
  }
  return { found, shown }
}

export async function loader({ request, context }: LoaderFunctionArgs) {
  const visit = await requireConsoleVisit(request, context, 'payments.manage')
  const { sha256, filename } = readAddress(request)
  const { found, shown } = await examine(context, visit, { sha256, mapping: null })
  return {
    title: visit.t('console:pageTitle', { page: visit.t('console:bank.columns.title'), creditor: visit.creditor.name }),
    filename,
    ...{ ...shown, name: found.name ?? filename.replace(/\.[^.]*$/, '').slice(0, 60) },
  }
}

export async function action({ request, context }: ActionFunctionArgs) {
  const visit = await requireConsoleVisit(request, context, 'payments.manage')
  const { sha256, filename } = readAddress(request)
  const { creditor, user, t } = visit
  const form = await readForm(request)
  const fields = Object.fromEntries(form)
  if (findUnstorableText(fields) !== null) throw new Response(null, { status: 400 })
  const before = await examine(context, visit, { sha256, mapping: null })
  const mapping = applyLayout(readLayout(form), before.found.mapping)
  const { found, shown } = await examine(context, visit, { sha256, mapping })
  const typed = (form.get('name') ?? '').slice(0, 200)
  const name = nameSchema.safeParse(typed)
  const isAsked = form.get('intent') === 'load'
  const problems = [
    ...(name.success || !isAsked ? [] : [{ fieldId: 'name', text: t('console:bank.columns.problem.name') }]),
    ...shown.problems,
  ]
  if (!isAsked || !name.success || problems.length > 0) {
    return data({ ...shown, problems, name: typed }, { status: isAsked ? 422 : 200 })
  }
  const by = `user:${user.id}`
  const saved = await context.app.saveBankTableMapping({
    ...{ creditorId: creditor.id, name: name.data, mapping, savedBy: by },
  })
  const loaded =
    saved.ok &&
    (await context.app.loadBankStatement({
      ...{ creditorId: creditor.id, file: { filename, content: found.content }, mapping, again: true, loadedBy: by },
    }))
  if (loaded && !loaded.ok && loaded.failure.code === 'settled_before') {
    const settled: FieldProblem = { fieldId: null, text: t('console:bank.columns.problem.settled') }
    return data({ ...shown, problems: [settled], name: typed }, { status: 422 })
  }
  // It was read like this a moment ago.
  if (!loaded || !loaded.ok) throw new Error('a table that could be read was refused')
  const { added, knownCount } = loaded.value
  const count = (status: string) => added.filter((kept) => kept.status === status).length
  const query = new URLSearchParams({
    ...{ done: 'loaded', added: String(added.length), known: String(knownCount) },
    ...{ matched: String(count('matched')), open: String(count('open')) },
  })
  return redirect(`/console/bank?${query.toString()}`, { status: 303 })
}

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.title ?? 'Quittance' }]

export default function BankColumnsRoute() {
  const fresh = useLoaderData<typeof loader>()
  const sent = useActionData<typeof action>()
  const { t } = useTranslation('console')
  const shown = sent ?? fresh
  return (
    <>
      <Link className="back" to="/console/bank">
        {t('bank.title')}
      </Link>
      <TitleBlock title={t('bank.columns.title')}>
        <p>{t('bank.columns.lead', { name: fresh.filename })}</p>
      </TitleBlock>
      <div className="stack">
        <ErrorSummary problems={shown.problems} />
        <BankColumnsForm key={JSON.stringify(shown.header)} {...shown} />
      </div>
    </>
  )
}
