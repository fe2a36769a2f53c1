/** The banks' and the schemes' side, told by a test what to do: late answers, failures, disputes. */
import { captureMoney, authorisePayment, notifyOfModification, notifyOfPayment, refusePayment } from './processing'
import type { Dispute, Modification, ModificationKind } from './ledger'
import type { EventCode } from './notice'
import type { Payment } from './payment'
import { createReference } from './references'
import type { World } from './world'

export class Bank {
  constructor(private readonly world: World) {}

  /** The bank debit, or whatever was pending, is authorised. */
  authorise(pspReference: string): void {
    authorisePayment(this.world, this.findPayment(pspReference))
  }

  refuse(pspReference: string, reason = 'Refused'): void {
    refusePayment(this.world, this.findPayment(pspReference), reason)
  }

  /** The next modifications of this kind are received and then declined. */
  declineNext(kind: ModificationKind, count = 1): void {
    this.world.declines.set(kind, count)
  }

  /** Captures what a delayed automatic capture was waiting for. */
  captureWhenDue(pspReference: string): void {
    const payment = this.findPayment(pspReference)
    captureMoney(this.world, payment, { amountMinor: payment.uncapturedMinor, reference: undefined })
  }

  /** CAPTURE_FAILED: the scheme refuses a capture that was accepted. Names the payment; its last capture fails. */
  failCapture(pspReference: string): void {
    const capture = this.findModification(
      (each) => each.kind === 'capture' && each.payment.pspReference === pspReference,
    )
    this.fail(capture, 'CAPTURE_FAILED', 'Capture Failed')
    capture.payment.bookCapture(-capture.amountMinor)
  }

  /** REFUND_FAILED: the refund never reached the payer. Names the refund, or the payment whose last refund it was. */
  failRefund(pspReference: string): void {
    const refund = this.findRefund(pspReference)
    this.fail(refund, 'REFUND_FAILED', 'Refund Failed')
    refund.payment.bookRefund(-refund.amountMinor)
  }

  /** REFUNDED_REVERSED: the refund came back. Names the refund, or the payment whose last refund it was. */
  reverseRefund(pspReference: string): void {
    const refund = this.findRefund(pspReference)
    this.fail(refund, 'REFUNDED_REVERSED', 'Refund reversed')
    refund.payment.bookRefund(-refund.amountMinor)
  }

  /** NOTIFICATION_OF_CHARGEBACK: somebody disputes, no money moves yet. Returns the dispute's reference. */
  openDispute(pspReference: string, amountMinor?: number): string {
    const dispute = this.addDispute(pspReference, amountMinor)
    this.report(dispute, 'NOTIFICATION_OF_CHARGEBACK')
    return dispute.pspReference
  }

  /** CHARGEBACK: the money is taken. Names the payment, or a dispute of it that was opened. Returns the dispute's. */
  chargeBack(pspReference: string, amountMinor?: number): string {
    const dispute = this.world.ledger.disputes.get(pspReference) ?? this.addDispute(pspReference, amountMinor)
    if (dispute.stage !== 'notified') throw new RangeError(`dispute ${dispute.pspReference} is ${dispute.stage}`)
    this.takeMoney(dispute, 'charged_back', 'CHARGEBACK')
    return dispute.pspReference
  }

  /** CHARGEBACK_REVERSED: the merchant defended itself, for now. */
  reverseChargeback(disputeReference: string): void {
    const dispute = this.findDispute(disputeReference)
    if (dispute.stage !== 'charged_back') throw new RangeError(`dispute ${disputeReference} is ${dispute.stage}`)
    dispute.stage = 'reversed'
    dispute.payment.bookChargeback(-dispute.amountMinor)
    this.report(dispute, 'CHARGEBACK_REVERSED')
  }

  /** SECOND_CHARGEBACK: the defence was declined, the money is taken again and for good. */
  chargeBackAgain(disputeReference: string): void {
    const dispute = this.findDispute(disputeReference)
    if (dispute.stage !== 'reversed') throw new RangeError(`dispute ${disputeReference} is ${dispute.stage}`)
    this.takeMoney(dispute, 'lost', 'SECOND_CHARGEBACK')
  }

  /** EXPIRE: what was authorised and not captured is given up. */
  expireAuthorisation(pspReference: string): void {
    const payment = this.findPayment(pspReference)
    const amount = { currency: payment.facts.amount.currency, value: payment.uncapturedMinor }
    payment.release('expired')
    notifyOfPayment(this.world, payment, 'EXPIRE', true, { amount })
  }

  /** REPORT_AVAILABLE: about no payment at all; its reason is an address to load a file from. */
  publishReport(name: string): void {
    this.world.notify({
      eventCode: 'REPORT_AVAILABLE',
      pspReference: name,
      merchantReference: '',
      amount: { currency: 'EUR', value: 0 },
      success: true,
      reason: `${this.world.origin()}/reports/${name}`,
    })
  }

  private addDispute(pspReference: string, amountMinor: number | undefined): Dispute {
    const payment = this.findPayment(pspReference)
    const dispute: Dispute = {
      pspReference: createReference(),
      payment,
      amountMinor: amountMinor ?? payment.toBook().capturedMinor,
      stage: 'notified',
    }
    this.world.ledger.disputes.set(dispute.pspReference, dispute)
    return dispute
  }

  private takeMoney(dispute: Dispute, stage: 'charged_back' | 'lost', eventCode: EventCode): void {
    dispute.payment.bookChargeback(dispute.amountMinor)
    dispute.stage = stage
    this.report(dispute, eventCode)
  }

  private report({ payment, pspReference, amountMinor }: Dispute, eventCode: EventCode): void {
    const { merchantReference, paymentMethod, amount } = payment.facts
    this.world.notify({
      ...{ eventCode, pspReference, merchantReference, paymentMethod },
      originalReference: payment.pspReference,
      amount: { currency: amount.currency, value: amountMinor },
      success: true,
      reason: 'Cardmember Dispute',
    })
  }

  private fail(modification: Modification, eventCode: EventCode, reason: string): void {
    modification.state = 'failed'
    notifyOfModification(this.world, modification, eventCode, reason)
  }

  private findPayment(pspReference: string): Payment {
    return this.world.ledger.findPayment(pspReference)
  }

  private findRefund(pspReference: string): Modification {
    return this.findModification(
      (each) =>
        each.kind === 'refund' && (each.pspReference === pspReference || each.payment.pspReference === pspReference),
    )
  }

  private findModification(isWanted: (modification: Modification) => boolean): Modification {
    const modifications = [...this.world.ledger.modifications.values()]
    const found = modifications.findLast((each) => each.state === 'accepted' && isWanted(each))
    if (!found) throw new RangeError('there is no accepted modification of the kind')
    return found
  }

  private findDispute(pspReference: string): Dispute {
    const dispute = this.world.ledger.disputes.get(pspReference)
    if (!dispute) throw new RangeError(`there is no dispute ${pspReference}`)
    return dispute
  }
}
