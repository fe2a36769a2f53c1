/**
 * Writes a payment file: ISO 20022 customer credit transfer initiation, pain.001.001.09. What each scheme leaves out or
 * wants beside it is in its implementation guidelines (see credit-transfer-file).
 */
import XMLBuilder from 'fast-xml-builder'
import { isQrReference, type BankReference } from '~/domain/bank-reference'
import {
  writeBankName,
  type CreditTransferFile,
  type OrderedTransfer,
  type TransferScheme,
} from '~/domain/credit-transfer-file'
import type { Iban } from '~/domain/iban'
import { createMoney, formatMinorAsDecimal } from '~/domain/money'
import type { PostalAddress } from '~/domain/postal-address'

const NAMESPACE = 'urn:iso:std:iso:20022:tech:xsd:pain.001.001.09'

type Element = { readonly [name: string]: string | Element | readonly Element[] }

/** Throws a RangeError for a file without both IBANs: there is no such scheme. */
export function writePain001(file: CreditTransferFile, scheme: TransferScheme): string {
  const { debtor, creditor, transfers, messageId } = file
  if (debtor.iban === null || creditor.iban === null) throw new RangeError('a payment file names two IBANs')
  const totals = { NbOfTxs: String(transfers.length), CtrlSum: writeTotal(file) }
  // A name in another script than Latin cannot be written; the creditor's number for the debtor nearly always can.
  const name = writeBankName(debtor.name) || writeBankName(debtor.externalId) || 'NOTPROVIDED'
  const document: Element = {
    CstmrCdtTrfInitn: {
      GrpHdr: { MsgId: messageId, CreDtTm: writeInstant(file.createdAt), ...totals, InitgPty: { Nm: name } },
      PmtInf: {
        PmtInfId: `${messageId}-1`,
        PmtMtd: 'TRF',
        ...totals,
        ...(scheme === 'sepa' ? { PmtTpInf: { SvcLvl: { Cd: 'SEPA' } } } : {}),
        ReqdExctnDt: { Dt: file.executionOn },
        Dbtr: { Nm: name },
        DbtrAcct: { Id: { IBAN: debtor.iban } },
        DbtrAgt: { FinInstnId: describeDebtorBank(debtor.iban, scheme) },
        ...(scheme === 'sepa' ? { ChrgBr: 'SLEV' } : {}),
        CdtTrfTxInf: transfers.map((transfer) => describeTransfer(file, creditor.iban, transfer, scheme)),
      },
    },
  }
  const builder = new XMLBuilder({ ignoreAttributes: false, format: true })
  return builder.build({
    '?xml': { '@_version': '1.0', '@_encoding': 'UTF-8' },
    Document: { '@_xmlns': NAMESPACE, ...document },
  })
}

function describeTransfer(
  { creditor }: CreditTransferFile,
  iban: Iban | null,
  { endToEndId, amount, reference }: OrderedTransfer,
  scheme: TransferScheme,
): Element {
  const { account, address } = creditor
  return {
    PmtId: { InstrId: endToEndId, EndToEndId: endToEndId },
    Amt: {
      InstdAmt: { '@_Ccy': amount.currency, '#text': formatMinorAsDecimal(amount.amountMinor, amount.currency) },
    },
    // Within Switzerland the account says the bank.
    ...(scheme === 'sepa' && account.bic !== undefined
      ? { CdtrAgt: { FinInstnId: { BICFI: account.bic.replace(/\s/g, '').toUpperCase() } } }
      : {}),
    Cdtr: {
      Nm: writeBankName(account.accountName),
      ...(scheme === 'swiss' && address !== null ? { PstlAdr: describeAddress(address) } : {}),
    },
    CdtrAcct: { Id: { IBAN: iban ?? '' } },
    RmtInf: { Strd: { CdtrRefInf: describeReference(reference) } },
  }
}

/** A QR reference has a type of the Swiss standard's own; a creditor reference one of ISO's, issued by ISO 11649. */
function describeReference(reference: BankReference): Element {
  if (isQrReference(reference)) return { Tp: { CdOrPrtry: { Prtry: 'QRR' } }, Ref: reference }
  return { Tp: { CdOrPrtry: { Cd: 'SCOR' }, Issr: 'ISO' }, Ref: reference }
}

/** A Swiss IBAN holds the bank's clearing number; within SEPA the IBAN alone is enough. */
function describeDebtorBank(iban: Iban, scheme: TransferScheme): Element {
  if (scheme === 'sepa') return { Othr: { Id: 'NOTPROVIDED' } }
  return { ClrSysMmbId: { ClrSysId: { Cd: 'CHBCC' }, MmbId: iban.slice(4, 9) } }
}

function describeAddress({ street, buildingNumber, postalCode, town, countryCode }: PostalAddress): Element {
  const street70 = street === null ? '' : writeBankName(street)
  return {
    ...(street70 === '' ? {} : { StrtNm: street70 }),
    ...(buildingNumber === null ? {} : { BldgNb: buildingNumber.slice(0, 16) }),
    PstCd: postalCode.slice(0, 16),
    TwnNm: writeBankName(town).slice(0, 35),
    Ctry: countryCode,
  }
}

function writeTotal({ transfers, currency }: CreditTransferFile): string {
  const total = transfers.reduce((sum, { amount }) => sum + amount.amountMinor, 0)
  return formatMinorAsDecimal(createMoney(total, currency).amountMinor, currency)
}

/** To the second, in UTC. */
function writeInstant(at: Date): string {
  return `${at.toISOString().slice(0, 19)}Z`
}
