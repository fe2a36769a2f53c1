/** A debtor who disputes and a creditor who decides, on a database of the test file's own. */
import type { Dispute } from '~/domain/dispute'
import type { LineClaim } from '~/domain/dispute-claim'
import type { AccessLinkId } from '~/domain/ids'
import { continueDispute, type ContinueDisputeInput } from '~/use-cases/continue-dispute'
import { decideDispute, type DecideDisputeInput } from '~/use-cases/decide-dispute'
import { openDisputes, type OpenDisputeInput } from '~/use-cases/open-dispute'
import { createInvoice } from '../factories/invoices'
import { usePaymentAccount } from './payment-account'

/** Call once, at the top of the file. Files of disputes are for other tests: none is kept here. */
export async function useDisputeAccount() {
  const account = await usePaymentAccount()
  const { test, services, creditor, debtor } = account

  const disputing = {
    ...services,
    fileStore: { put: () => Promise.reject(new Error('no files')), get: () => Promise.resolve(null) },
  }

  const disputant: OpenDisputeInput['disputant'] = {
    creditorId: creditor.id,
    debtorId: debtor.id,
    linkId: test.ids.uuid() as AccessLinkId,
    scope: ['view', 'dispute'],
    name: 'Greta Lüders',
    email: 'greta@debtor.example',
    locale: 'de',
  }

  const open = (input: Partial<OpenDisputeInput> = {}) =>
    openDisputes(disputing, {
      disputant,
      idempotencyKey: test.ids.uuid(),
      reason: 'QTY',
      action: 'CNP',
      text: 'Two boxes were missing.',
      files: [],
      invoices: [],
      ...input,
    })

  async function dispute(number: string, ...lines: { position: number; claim: LineClaim }[]): Promise<Dispute> {
    const opened = await open({ invoices: [{ number, lines }] })
    if (!opened.ok) throw new Error(JSON.stringify(opened.failure))
    return opened.value[0]!
  }

  const decide = ({ id, version }: Dispute, granted: Record<number, number>, input: Partial<DecideDisputeInput> = {}) =>
    decideDispute(services, {
      creditorId: creditor.id,
      disputeId: id,
      entryId: test.ids.uuid(),
      version,
      granted: new Map(Object.entries(granted).map(([position, amount]) => [Number(position), amount])),
      text: 'The carrier confirms it.',
      creditNoteNumber: null,
      decidedBy: 'user:1',
      name: 'Ole Brandt',
      ...input,
    })

  const go = ({ id }: Dispute, input: Partial<ContinueDisputeInput> = {}) =>
    continueDispute(disputing, {
      actor: {
        side: 'debtor',
        creditorId: creditor.id,
        debtorId: debtor.id,
        linkId: disputant.linkId,
        scope: disputant.scope,
        name: null,
      },
      disputeId: id,
      entryId: test.ids.uuid(),
      step: 'said',
      text: 'A photo follows.',
      files: [],
      ...input,
    })

  const byCreditor: ContinueDisputeInput['actor'] = {
    side: 'creditor',
    creditorId: creditor.id,
    author: 'user:1',
    name: 'Ole Brandt',
  }

  /** 10 at 8.00 and 1 at 20.00, 19 % VAT: 119.00 gross. */
  const createTwoLines = () =>
    createInvoice(test, debtor, {
      number: 'A',
      payableMinor: 119_00,
      lines: [
        { name: 'Boxes', quantity: '10', unitPrice: '8.00', netMinor: 80_00, taxPercent: '19' },
        { name: 'Freight', quantity: '1', unitPrice: '20.00', netMinor: 20_00, taxPercent: '19' },
      ],
    })

  async function readAmounts(number: string) {
    const [row] = await test.inspect<{ open: number; pending: number; disputed: number }>(
      `select open_minor::int as open, pending_minor::int as pending, disputed_minor::int as disputed from invoice
       where number = $1 and kind = 'invoice'`,
      [number],
    )
    return row
  }

  return { ...account, disputant, byCreditor, open, dispute, decide, go, createTwoLines, readAmounts }
}
