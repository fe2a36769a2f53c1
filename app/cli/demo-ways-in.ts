import type { Application } from '~/composition.server'
import { sampleCreditors, type SampleCreditor } from '../../prisma/samples/sample-creditors'

/** The lines that tell how to get in, for every sample creditor. */
export async function listWaysIn(app: Application, origin: string): Promise<string[]> {
  const lines = await Promise.all(sampleCreditors.map((sample) => describeWaysIn(app, origin, sample)))
  return lines.flat()
}

/** A line for each way into the portal: links of the debtors, sign-ins of the console, a key of the API. */
async function describeWaysIn(
  { findCreditor, issueAccessLink, issueApiKey }: Application,
  origin: string,
  sample: SampleCreditor,
) {
  const creditor = await findCreditor(sample.slug)
  if (!creditor) throw new Error(`the sample creditor ${sample.slug} is not in the database`)
  const lines: string[] = []
  for (const debtor of sample.debtors) {
    const issued = await issueAccessLink({
      creditorId: creditor.id,
      debtorExternalId: debtor.externalId,
      scope: ['view', 'pay', 'dispute', 'agree'],
      lifetimeHours: null,
      locale: debtor.locale,
      recipient: null,
      issuedBy: 'seed',
    })
    if (!issued.ok) throw new Error(`the sample debtor ${debtor.externalId} is not in the database`)
    lines.push(`debtor ${debtor.locale} ${debtor.currency} ${sample.slug} ${debtor.externalId} ${issued.value.url}`)
  }
  for (const user of sample.consoleUsers)
    lines.push(`console ${sample.slug} ${origin}/console ${user.email} ${user.password}`)
  const { key } = await issueApiKey({ creditorId: creditor.id, label: 'demo' })
  return [...lines, `api-key ${sample.slug} ${key}`]
}
