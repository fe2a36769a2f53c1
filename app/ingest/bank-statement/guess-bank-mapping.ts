/** A first proposal for how a bank's table is to be read, by the names of its columns and the look of its cells. */
import { BANK_FIELDS, DATE_FORMATS, type BankField, type BankTableMapping } from '~/domain/bank-table'
import { parseFormattedDate } from '../csv/parse-formatted-date'
import { parseFormattedNumber, type NumberFormat } from '../decimal-text'
import { standardBankCsvMapping } from './bank-csv-mapping'

/** Column names of European banks' exports, letters and digits alone, in the order in which they are preferred. */
const NAMES: Readonly<Record<BankField, readonly string[]>> = {
  account_iban: ['auftragskonto', 'ibanauftragskonto', 'eigeneiban', 'accountiban', 'rekening', 'contiban'],
  account_number: ['accountnumber', 'kontonummerauftraggeber'],
  booked_on: ['buchungstag', 'buchungsdatum', 'buchung', 'bookingdate', 'datum', 'date', 'dataoperatiunii', 'data'],
  value_on: ['valutadatum', 'valuta', 'wertstellung', 'wertstellungsdatum', 'valuedate', 'rentedatum', 'datavalutei'],
  amount: ['betrag', 'umsatz', 'betrageur', 'amount', 'bedrag', 'bedrageur', 'suma', 'montant', 'importo'],
  credit_amount: ['haben', 'gutschrift', 'credit', 'creditamount', 'gutschriftinchf', 'paidin', 'bij', 'avere'],
  debit_amount: ['soll', 'lastschrift', 'belastung', 'debit', 'debitamount', 'lastschriftinchf', 'paidout', 'dare'],
  direction: ['sollhaben', 'sh', 'afbij', 'creditdebit', 'debitcredit', 'direction', 'dc', 'cd'],
  currency: ['waehrung', 'wahrung', 'currency', 'valuta', 'munt', 'moneda', 'devise', 'divisa', 'ccy'],
  status: ['info', 'status', 'umsatzstatus', 'stare'],
  reversal: ['storno', 'reversal'],
  return_reason: ['ruckgabegrund', 'rueckgabegrund', 'returnreason'],
  counterparty_name: [
    ...[
      'beguenstigterzahlungspflichtiger',
      'begunstigterzahlungspflichtiger',
      'namezahlungsbeteiligter',
      'zahlungspflichtiger',
    ],
    ...[
      'auftraggeberempfanger',
      'auftraggeberempfaenger',
      'zahlungsbeteiligter',
      'auftraggeber',
      'payer',
      'counterpartyname',
    ],
    ...['naamtegenpartij', 'naamomschrijving', 'counterparty', 'platitor', 'name', 'naam', 'nume'],
  ],
  counterparty_iban: [
    ...['kontonummeriban', 'ibanzahlungsbeteiligter', 'iban', 'kontonummer', 'counterpartyiban', 'tegenrekening'],
    ...['tegenrekeningibanbban', 'payeriban', 'ibanplatitor'],
  ],
  counterparty_account: ['counterpartyaccount'],
  counterparty_bic: [
    'bic',
    'bicswiftcode',
    'bicswift',
    'swiftbic',
    'bicbankleitzahl',
    'biczahlungsbeteiligter',
    'counterpartybic',
  ],
  remittance_information: [
    ...['verwendungszweck', 'buchungstext', 'mededelingen', 'omschrijving', 'remittanceinformation', 'details'],
    ...['paymentdetails', 'description', 'detalii', 'explicatii', 'libelle', 'causale', 'text'],
  ],
  reference: ['zahlungsreferenz', 'referenz', 'reference', 'kenmerk', 'betalingskenmerk', 'referinta'],
  end_to_end_id: ['kundenreferenzendtoend', 'endtoendid', 'endtoendreferenz', 'endtoendreference', 'endtoend'],
  bank_reference: ['bankreferenz', 'bankreference', 'transactionid', 'buchungsreferenz', 'volgnr', 'transaktionsid'],
  entry_text: ['buchungsart', 'umsatzart', 'entrytext', 'transactiontype', 'mutatiesoort', 'textschlussel'],
}

const SIGNS: readonly NumberFormat[] = [
  ...[',', '.'].flatMap((sign) => [
    { decimalSign: sign === ',' ? ',' : '.', groupingSign: '' } as const,
    { decimalSign: sign === ',' ? ',' : '.', groupingSign: sign === ',' ? '.' : ',' } as const,
  ]),
  { decimalSign: '.', groupingSign: "'" },
  { decimalSign: ',', groupingSign: ' ' },
]

const plainColumnName = (column: string): string =>
  column
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replaceAll('ß', 'ss')
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '')

/** How many of these cells look like names of columns: the line with most is the header. */
export function countKnownNames(cells: readonly string[]): number {
  const known = new Set([...Object.values(NAMES).flat(), ...BANK_FIELDS.map(plainColumnName)])
  return cells.filter((cell) => known.has(plainColumnName(cell))).length
}

/** `format` is how the table was opened; `rows` are some of those below the header. What cannot be told is left out. */
export function guessBankMapping(
  header: readonly string[],
  rows: readonly (readonly string[])[],
  format: Pick<BankTableMapping, 'skipLines' | 'delimiter' | 'encoding'>,
): BankTableMapping {
  const positions = new Map<BankField, number>()
  for (const field of BANK_FIELDS) {
    const taken = new Set(positions.values())
    const names = [plainColumnName(field), ...NAMES[field]]
    const found = names
      .map((name) => header.findIndex((cell, at) => !taken.has(at) && plainColumnName(cell) === name))
      .find((at) => at >= 0)
    if (found !== undefined) positions.set(field, found)
  }
  const cellsOf = (...fields: BankField[]) =>
    fields.flatMap((field) => {
      const at = positions.get(field)
      return at === undefined ? [] : rows.map((row) => (row[at] ?? '').trim()).filter((cell) => cell !== '')
    })
  // A column called so is one of these only where its cells are.
  if (!cellsOf('currency').every((cell) => /^[A-Za-z]{3}$/.test(cell))) positions.delete('currency')
  const days = cellsOf('booked_on', 'value_on')
  const sums = cellsOf('amount', 'credit_amount', 'debit_amount')
  const dateFormat = DATE_FORMATS.find((one) => days.every((day) => parseFormattedDate(day, one) !== null))
  const signs = SIGNS.find((one) => sums.every((sum) => parseFormattedNumber(sum, one) !== null))
  const fields: NonNullable<BankTableMapping['fields']> = {}
  for (const [field, at] of positions) {
    const column = header[at]?.trim() ?? ''
    const values = guessWords(field, cellsOf(field))
    fields[field] = values === null ? { column } : { column, values }
  }
  return {
    ...standardBankCsvMapping,
    ...format,
    ...(days.length === 0 || dateFormat === undefined ? {} : { dateFormat }),
    ...(sums.length === 0 || signs === undefined ? {} : signs),
    fields,
  }
}

const WORDS: Readonly<Partial<Record<BankField, readonly (readonly [RegExp, string])[]>>> = {
  direction: [
    [/^(?:h|haben|bij|gutschrift|cr|\+)$/i, 'credit'],
    [/^(?:s|soll|af|lastschrift|dr|-)$/i, 'debit'],
  ],
  status: [
    [/\b(?:gebucht|verbucht|posted|settled|completed)\b/i, 'booked'],
    [/\b(?:vorgemerkt|vormerkung|pending|reserved)\b/i, 'pending'],
  ],
}

/** Null for fields that have no words of their own. */
function guessWords(field: BankField, cells: readonly string[]): Record<string, string> | null {
  const patterns = WORDS[field]
  if (patterns === undefined) return null
  const found = [...new Set(cells)].flatMap((cell) => {
    const meaning = patterns.find(([pattern]) => pattern.test(cell))?.[1]
    return meaning === undefined ? [] : [[cell, meaning] as const]
  })
  return Object.fromEntries(found)
}
