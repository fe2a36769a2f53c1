/** Small camt messages of our own for tests. */

export interface CamtParts {
  message?: '052' | '053' | '054'
  /** Two digits; from 08 on status and parties are one level deeper. */
  version?: string
  /** Replaces the namespace that message and version give. */
  namespace?: string
  entries?: readonly string[]
}

export interface CamtEntryParts {
  amount?: string
  direction?: 'CRDT' | 'DBIT'
  /** Elements after the direction. */
  reversal?: string
  status?: string
  bookedOn?: string
  bankReference?: string
  /** Everything inside NtryDtls. */
  details?: string
}

const MESSAGES = {
  '052': ['BkToCstmrAcctRpt', 'Rpt'],
  '053': ['BkToCstmrStmt', 'Stmt'],
  '054': ['BkToCstmrDbtCdtNtfctn', 'Ntfctn'],
} as const

/** A message of one statement for the account DE02120300000000202051 in EUR. */
export function makeCamt(parts: CamtParts = {}): string {
  const { message = '053', version = '08' } = parts
  const [body, statement] = MESSAGES[message]
  const namespace = parts.namespace ?? `urn:iso:std:iso:20022:tech:xsd:camt.${message}.001.${version}`
  return `<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="${namespace}"><${body}>
  <GrpHdr><MsgId>M-1</MsgId><CreDtTm>2026-11-20T18:00:00+01:00</CreDtTm></GrpHdr>
  <${statement}><Id>S-1</Id>
    <Acct><Id><IBAN>DE02120300000000202051</IBAN></Id><Ccy>EUR</Ccy></Acct>
    ${(parts.entries ?? [makeCamtEntry()]).join('\n')}
  </${statement}>
</${body}></Document>`
}

export function makeCamtEntry(parts: CamtEntryParts = {}): string {
  return `<Ntry>
  <Amt Ccy="EUR">${parts.amount ?? '119.00'}</Amt>
  <CdtDbtInd>${parts.direction ?? 'CRDT'}</CdtDbtInd>${parts.reversal ?? ''}
  <Sts>${parts.status ?? '<Cd>BOOK</Cd>'}</Sts>
  <BookgDt><Dt>${parts.bookedOn ?? '2026-11-20'}</Dt></BookgDt>
  ${parts.bankReference === undefined ? '' : `<AcctSvcrRef>${parts.bankReference}</AcctSvcrRef>`}
  <BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>RCDT</Cd><SubFmlyCd>ESCT</SubFmlyCd></Fmly></Domn></BkTxCd>
  <NtryDtls>${parts.details ?? makeCamtDetail()}</NtryDtls>
</Ntry>`
}

/** One transaction as of version 8, from a payer in the Netherlands. */
export function makeCamtDetail(
  parts: { amount?: string; text?: string; endToEndId?: string; extra?: string } = {},
): string {
  const amount = parts.amount === undefined ? '' : `<Amt Ccy="EUR">${parts.amount}</Amt><CdtDbtInd>CRDT</CdtDbtInd>`
  return `<TxDtls>
  <Refs><EndToEndId>${parts.endToEndId ?? 'NOTPROVIDED'}</EndToEndId></Refs>${amount}
  <RltdPties>
    <Dbtr><Pty><Nm>Bakkerij de Vries</Nm></Pty></Dbtr>
    <DbtrAcct><Id><IBAN>NL91ABNA0417164300</IBAN></Id></DbtrAcct>
  </RltdPties>
  <RmtInf><Ustrd>${parts.text ?? 'RE-2026-0017'}</Ustrd></RmtInf>${parts.extra ?? ''}
</TxDtls>`
}
