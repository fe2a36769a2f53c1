import type { AccessRight } from '~/domain/access-scope'
import type { AccessLinkId, CreditorId, DebtorId, StoredFileId } from '~/domain/ids'
import type { IssuedDocument } from '~/domain/issued-document'
import type { CodeFault } from '~/domain/one-time-code'
import { fail, succeed, type Result } from '~/domain/result'
import { takeOfferStep } from '~/domain/settlement-offer'
import { checkOneTimeCode } from './check-one-time-code'
import { printDocument, type IssueDependencies } from './issue-document'
import type { CodeHasher } from './ports/code-hasher'
import type { DocumentLanguage } from './ports/document-printer'
import type { FileStore } from './ports/file-store'
import type { StoredFileCandidate } from './ports/invoice-import-repository'
import type { AgreementInWords, WriteSettlementAgreement } from './ports/settlement-agreement-writer'
import type { ListedOffer } from './ports/settlement-offer-repository'
import { logAccessStep } from './record-access-step'
import { mayAgree } from './propose-plan'
import { lockOfferGround } from './read-offer-ground'
import { replacePlan } from './replace-plan'
import { readToday, recordOfferStep } from './take-offer-step'

export interface AgreeDependencies extends IssueDependencies {
  codeHasher: CodeHasher
  fileStore: Pick<FileStore, 'put'>
  /** The agreement as a letter in the reader's words. */
  writeSettlementAgreement: WriteSettlementAgreement
}

export interface AgreeOfferInput {
  creditorId: CreditorId
  debtorId: DebtorId
  offerId: string
  /** Of the form; the id of the entry it makes, so that its repetition agrees nothing twice. A UUID. */
  entryId: string
  /** The terms that were read; nothing else is agreed to. */
  read: { readonly offeredMinor: number; readonly payByOn: string }
  linkId: AccessLinkId
  scope: readonly AccessRight[]
  name: string | null
  sessionId: string
  /** As it was typed: the one-time code sent to the contact on file. */
  code: string
  clientHint: string | null
  language: DocumentLanguage
}

export type AgreeRefusal =
  | { readonly kind: 'unknown_offer' | 'not_allowed' }
  /** Somebody was quicker, or its time is over. */
  | { readonly kind: 'not_possible' }
  /** Other terms stand by now than were read, or less is due of an invoice than is to be settled. */
  | { readonly kind: 'changed' }
  | { readonly kind: 'code'; readonly fault: CodeFault }

/**
 * The debtor's consent to what the creditor's word stands for: by a code that was mailed to the contact on file. The
 * agreement is printed in the language it was read in, and its file is kept; its hash stands in the consent's event. It
 * all happens, or none of it.
 */
export async function agreeSettlementOffer(
  dependencies: AgreeDependencies,
  input: AgreeOfferInput,
): Promise<Result<ListedOffer, AgreeRefusal>> {
  const { creditorId, debtorId, offerId, entryId, linkId, language } = input
  const { unitOfWork, clock, ids } = dependencies
  const scope = { kind: 'debtor' as const, creditorId, debtorId }
  const shown = await unitOfWork.run(scope, async (transaction) => {
    const { settlementOffers } = transaction
    const isAllowed = await mayAgree(transaction, { creditorId, linkId, scope: input.scope })
    const creditor = await transaction.creditors.findById(creditorId)
    const debtor = await transaction.debtors.findById(creditorId, debtorId)
    const offer = await settlementOffers.findById(creditorId, offerId)
    const done = await settlementOffers.findEntry(creditorId, offerId, entryId)
    // The step may have been taken since the offer was read.
    return {
      isAllowed,
      creditor,
      debtor,
      done,
      offer: done ? await settlementOffers.findById(creditorId, offerId) : offer,
    }
  })
  const { isAllowed, creditor, debtor, offer, done } = shown
  if (!isAllowed) return fail({ kind: 'not_allowed' })
  if (!creditor || !debtor || !offer) return fail({ kind: 'unknown_offer' })
  if (done?.step === 'agreed') return succeed(offer)
  if (takeOfferStep(offer.status, 'agreed', 'debtor') === null) return fail({ kind: 'not_possible' })
  const now = clock.now()
  const agreement = { creditor, debtor, offer, agreedBy: input.name, agreedAt: now }
  const { file, document } = await printAgreement(dependencies, agreement, language)
  // A plan's end posts credits, which is the creditor's to do.
  const agreeing = offer.planId === null ? scope : { kind: 'creditor' as const, creditorId }
  return unitOfWork.run(agreeing, async (transaction) => {
    const locked = await transaction.settlementOffers.lock(creditorId, offerId)
    if (!locked) return fail({ kind: 'not_possible' })
    // Looked for under the lock: the same form may have gone through while it was waited for.
    const earlier = await transaction.settlementOffers.findEntry(creditorId, offerId, entryId)
    if (earlier?.step === 'agreed') return succeed(locked)
    if (takeOfferStep(locked.status, 'agreed', 'debtor') === null) return fail({ kind: 'not_possible' })
    const { today } = await readToday(transaction, locked, now)
    if (today > locked.answerByOn || today > locked.payByOn) return fail({ kind: 'not_possible' })
    const { offeredMinor, payByOn } = input.read
    const isAsRead = [offer, { offeredMinor, payByOn }].every(
      (read) => read.offeredMinor === locked.offeredMinor && read.payByOn === locked.payByOn,
    )
    const ground = await lockOfferGround(transaction, locked, today)
    if (!isAsRead || ground === null) return fail({ kind: 'changed' })
    const attempt = {
      creditorId,
      sessionId: input.sessionId,
      purpose: 'agree_settlement',
      code: input.code,
      now,
    } as const
    const checked = await checkOneTimeCode(transaction, dependencies, attempt)
    if (!checked.ok) return fail({ kind: 'code', fault: checked.failure })
    await transaction.issuedDocuments.insert(document)
    await transaction.invoiceImports.resolveFiles(creditorId, [{ ...file, id: ids.uuid() as StoredFileId }])
    const { codeId, sentTo } = checked.value
    const agreed = await recordOfferStep(transaction, ids, locked, {
      ...{
        entryId,
        step: 'agreed',
        side: 'debtor',
        author: `link:${linkId}`,
        authorName: input.name,
        text: '',
        at: now,
      },
      changes: {
        agreedAt: now,
        consent: { name: input.name, email: sentTo, linkId, codeId, clientHint: input.clientHint, agreedAt: now },
        ...{ documentId: document.id, documentSha256: file.sha256, documentName: file.filename },
        ...{ language: language.language, linkId, locale: language.formatLocale },
      },
    })
    if (!agreed) return fail({ kind: 'not_possible' })
    if (ground.replaced !== null) {
      const by = { offer: agreed, author: `link:${linkId}`, authorName: input.name }
      await replacePlan({ ids, at: now, today }, transaction, ground.replaced, by)
    }
    const step = { creditorId, debtorId, linkId, clientHint: input.clientHint, subject: agreed.reference }
    await logAccessStep(dependencies, transaction, { ...step, action: 'settlement_agreed' })
    return succeed(agreed)
  })
}

async function printAgreement(
  dependencies: AgreeDependencies,
  agreement: AgreementInWords,
  language: DocumentLanguage,
): Promise<{ file: Omit<StoredFileCandidate, 'id'>; document: IssuedDocument }> {
  const { offer, creditor, debtor } = agreement
  const { reference, currency, owedMinor, offeredMinor, payByOn } = offer
  const { file, document } = await printDocument(dependencies, {
    account: { creditorId: creditor.id, debtorId: debtor.id },
    ...{ language, kind: 'settlement_agreement', reportAs: null },
    paper: dependencies.writeSettlementAgreement(agreement, language),
    figures: [
      { name: 'reference', text: reference },
      { name: 'open', amountMinor: owedMinor, currency },
      { name: 'amount', amountMinor: offeredMinor, currency },
      { name: 'due', on: payByOn },
    ],
  })
  const { filename, mediaType } = file
  const chunks: Uint8Array[] = []
  for await (const chunk of file.read()) chunks.push(chunk)
  const kept = await dependencies.fileStore.put(creditor.id, Buffer.concat(chunks))
  return { file: { ...kept, filename, mediaType }, document }
}
