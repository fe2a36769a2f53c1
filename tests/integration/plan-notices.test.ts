/** Whom mails about a plan in force go to, and which of them open the account. */
import { expect, it } from 'vitest'
import type { AccessLinkId } from '~/domain/ids'
import type { PaymentPlan } from '~/domain/payment-plan'
import { issueAccessLink } from '~/use-cases/issue-access-link'
import { preparePlanNotice } from '~/use-cases/prepare-plan-notice'
import { tellPlanNotice } from '~/use-cases/tell-plan-notice'
import { createInvoice } from '../factories/invoices'
import { agreePlan } from '../factories/plans'
import { usePaymentAccount } from '../setup/payment-account'

const { test, creditor, debtor } = await usePaymentAccount()
const publicOrigin = 'https://portal.example'

async function agreeBy(linkId: AccessLinkId | null = null): Promise<PaymentPlan> {
  await createInvoice(test, debtor, { number: 'A', payableMinor: 400_00 })
  const [contact] = await test.inspect<{ email: string }>('select email from contact')
  const plan = await agreePlan(test, creditor, debtor, ['A'])
  const consent = { ...plan.consent!, email: contact!.email, ...(linkId ? { linkId } : {}) }
  return { ...plan, consent }
}

const tell = async (plan: PaymentPlan) => {
  await test.unitOfWork.run({ kind: 'creditor', creditorId: creditor.id }, (transaction) =>
    tellPlanNotice(transaction, plan, 'upcoming', { instalment: null, at: test.clock.now() }),
  )
  const job = (await test.listWaitingJobs('send-mail')).findLast(({ kind }) => kind === 'plan-notice')
  if (job?.kind !== 'plan-notice') throw new Error('nothing is told')
  return job
}

const readUrl = async (job: Awaited<ReturnType<typeof tell>>) => {
  const content = await preparePlanNotice({ ...test, publicOrigin }, job)
  if (content?.kind !== 'plan-notice') throw new Error('there is nothing to send')
  return content.url
}

it('they open the account for the contact on file who agreed', async () => {
  const plan = await agreeBy()
  const job = await tell(plan)
  expect(job.to).toBe(plan.consent!.email)
  expect(await readUrl(job)).toMatch(/\/l\/.*\?plan=/)
})

it('they go to another contact once whoever agreed is none any more', async () => {
  const plan = await agreeBy()
  await test.inspect(`update contact set email = 'successor@debtor.example'`)
  expect((await tell(plan)).to).toBe('successor@debtor.example')
})

it('they open nothing for somebody who was taken off the file while the mail waited', async () => {
  const plan = await agreeBy()
  const job = await tell(plan)
  await test.inspect(`update contact set email = 'successor@debtor.example'`)
  expect(await readUrl(job)).toBe(`${publicOrigin}/plans/${plan.id}`)
})

it('they open nothing where the link by which it was agreed was taken back', async () => {
  const issued = await issueAccessLink(
    { ...test, publicOrigin },
    {
      ...{ creditorId: creditor.id, debtorExternalId: debtor.externalId, lifetimeHours: 24, locale: 'de' },
      ...{ scope: ['view', 'pay', 'agree'], recipient: null, issuedBy: 'api' },
    },
  )
  if (!issued.ok) throw new Error('no link')
  const { id } = issued.value.link
  const plan = await agreeBy(id)
  await test.unitOfWork.run({ kind: 'creditor', creditorId: creditor.id }, ({ plans }) => plans.save(plan))
  const job = await tell(plan)
  await test.unitOfWork.run({ kind: 'creditor', creditorId: creditor.id }, ({ access }) =>
    access.revokeLink(creditor.id, id, test.clock.now(), 'user:1'),
  )
  expect(await readUrl(job)).toBe(`${publicOrigin}/plans/${plan.id}`)
})
