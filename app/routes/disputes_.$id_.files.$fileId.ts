/** A file that was handed in with a dispute, to be saved. */
import type { LoaderFunctionArgs } from '@remix-run/node'
import { z } from 'zod'
import { getAccount } from '~/platform/http/debtor-account.server'
import { requireDebtorVisit } from '~/platform/http/debtor-visit.server'
import { answerDownload } from '~/platform/http/download.server'
import { logStored } from '~/platform/http/download-log.server'

const addressSchema = z.object({ id: z.uuid(), fileId: z.uuid() })

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const visit = await requireDebtorVisit(request, context)
  const address = addressSchema.safeParse(params)
  if (!address.success) throw new Response(null, { status: 404 })
  const { id: disputeId, fileId } = address.data
  const file = await context.app.readDisputeFile(getAccount(visit), { disputeId, fileId })
  return answerDownload(await logStored(request, context, visit, file))
}
