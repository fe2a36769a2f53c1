/** What the columns of ledgers are called: English, German, Romanian, Frisian, Arabic, French, Spanish, Italian, Dutch, Polish. */

export const LEDGER_FIELDS = [
  'number',
  'issueOn',
  'dueOn',
  'amount',
  'debit',
  'credit',
  'currency',
  'purchaseOrder',
  'text',
] as const

export type LedgerField = (typeof LEDGER_FIELDS)[number]

/** Simplified as `simplifyHeader` does; separated by bars. */
const WORDS: Readonly<Record<LedgerField, string>> = {
  number:
    'invoice number|invoice no|invoice nr|invoice id|invoice|inv no|invoiceno|invoicenumber|bill number|bill no|document number|document no|doc no|document|' +
    'supplier invoice|vendor invoice|supplier reference|voucher|reference|ref|number|' +
    'rechnungsnummer|rechnungsnr|rechnungs nr|rechnung nr|rechnung|re nr|externe belegnummer|belegnummer|belegnr|beleg nr|beleg|belegfeld 1|referenz|nummer|nr|' +
    'numar factura|numarul facturii|nr factura|nr facturii|factura|numar document|nr document|document|referinta|numar|' +
    'faktuernumer|faktuernummer|faktuer|fakturenumer|rekkennumer|rekken|stiknumer|ferwizing|numer|' +
    'رقم الفاتورة|الفاتورة|رقم المستند|رقم الوثيقة|المرجع|رقم|' +
    'numero de facture|numero facture|n de facture|n facture|no facture|facture|numero de piece|n piece|piece|reference|numero|' +
    'numero de factura|numero factura|n factura|n de factura|factura|numero de documento|documento|referencia|' +
    'numero fattura|n fattura|nr fattura|fattura|numero documento|n documento|riferimento|' +
    'factuurnummer|factuurnr|factuur nr|factuur|boekstuknummer|boekstuk|documentnummer|referentie|kenmerk|' +
    'numer faktury|nr faktury|faktura|numer dokumentu|nr dokumentu|dokument|numer|referencja',
  issueOn:
    'invoice date|document date|doc date|issue date|issued|issued on|date of issue|posting date|bill date|date|invoicedate|' +
    'rechnungsdatum|belegdatum|ausstellungsdatum|ausgestellt|buchungsdatum|datum|' +
    'data facturii|data factura|data emiterii|data document|data documentului|data|' +
    'faktuerdatum|faktuerdatum|rekkendatum|datum fan utjefte|boekingsdatum|' +
    'تاريخ الفاتورة|تاريخ الاصدار|تاريخ المستند|التاريخ|تاريخ|' +
    'date de facture|date facture|date de la facture|date d emission|date de piece|date comptable|' +
    'fecha de factura|fecha factura|fecha de emision|fecha emision|fecha documento|fecha|' +
    'data fattura|data documento|data emissione|data di emissione|' +
    'factuurdatum|boekdatum|documentdatum|' +
    'data wystawienia|data faktury|data dokumentu|data ksiegowania',
  dueOn:
    'due date|due on|due|payable by|payment due|net due date|maturity|maturity date|' +
    'falligkeitsdatum|falligkeit|fallig am|fallig|zahlbar bis|zahlungsziel|nettofalligkeit|' +
    'data scadentei|data scadenta|scadenta|termen de plata|scadent la|' +
    'ferfaldatum|ferfaldei|ferfalt op|betelje foar|' +
    'تاريخ الاستحقاق|الاستحقاق|' +
    'date d echeance|echeance|date echeance|a payer avant|' +
    'fecha de vencimiento|fecha vencimiento|vencimiento|' +
    'data scadenza|data di scadenza|scadenza|' +
    'vervaldatum|vervaldag|betalen voor|uiterste betaaldatum|' +
    'termin platnosci|data platnosci|data wymagalnosci|termin',
  amount:
    'open amount|amount open|outstanding amount|outstanding|open balance|amount due|invoice amount|gross amount|gross|total amount|total gross|amount|total|sum|balance|value|' +
    'offener betrag|offen|offener posten|rechnungsbetrag|bruttobetrag|brutto|gesamtbetrag|betrag|umsatz|summe|saldo|' +
    'suma de plata|valoare totala|valoare|total de plata|total|suma|sold|rest de plata|' +
    'iepen bedrach|iepensteand|bedrach|totaal|saldo|' +
    'المبلغ المستحق|المبلغ|الاجمالي|المجموع|الرصيد|القيمة|' +
    'montant ttc|montant du|montant|total ttc|reste a payer|solde|' +
    'importe pendiente|importe total|importe|monto|total|saldo|' +
    'importo dovuto|importo totale|importo|totale|residuo|' +
    'openstaand bedrag|openstaand|factuurbedrag|bedrag|' +
    'kwota brutto|kwota do zaplaty|do zaplaty|kwota|wartosc brutto|wartosc|naleznosc',
  debit: 'debit|dr|debit amount|soll|sollbetrag|debitor|debet|مدين|debe|cargo|dare|winien|wn|kwota wn',
  credit: 'credit|cr|credit amount|haben|habenbetrag|kredyt|kredit|دائن|haber|abono|avere|ma|kwota ma',
  currency:
    'currency|currency code|ccy|curr|wahrung|whg|waehrung|moneda|valuta|munt|faluta|muntienheid|العملة|devise|monnaie|divisa|waluta|wkz umsatz|wkz',
  purchaseOrder:
    'purchase order|purchase order number|purchase order no|po number|po no|po nr|po|order number|order no|order|your order|' +
    'bestellnummer|bestellnr|bestell nr|bestellung|auftragsnummer|auftrag|' +
    'numar comanda|nr comanda|comanda|comanda de achizitie|' +
    'bestelnumer|bestelling|oardernumer|oarder|' +
    'رقم امر الشراء|امر الشراء|رقم الطلب|الطلب|' +
    'numero de commande|n de commande|n commande|bon de commande|commande|bc|' +
    'numero de pedido|n pedido|pedido|orden de compra|' +
    'numero ordine|n ordine|ordine d acquisto|ordine di acquisto|ordine|' +
    'bestelnummer|ordernummer|inkooporder|inkoopordernummer|' +
    'numer zamowienia|nr zamowienia|zamowienie',
  text:
    'description|text|details|narration|narrative|memo|note|notes|comment|' +
    'buchungstext|beschreibung|bezeichnung|bemerkung|verwendungszweck|' +
    'descriere|explicatii|explicatie|observatii|' +
    'omskriuwing|beskriuwing|taljochting|' +
    'البيان|الوصف|ملاحظات|' +
    'libelle|designation|commentaire|' +
    'descripcion|concepto|texto|observaciones|' +
    'descrizione|causale|note|' +
    'omschrijving|beschrijving|toelichting|opmerking|' +
    'opis|tresc|tytul|uwagi',
}

const FIELDS_BY_WORDS: ReadonlyMap<string, readonly LedgerField[]> = collectWords()

function collectWords(): Map<string, LedgerField[]> {
  const fields = new Map<string, LedgerField[]>()
  for (const field of LEDGER_FIELDS) {
    for (const words of WORDS[field].split('|')) {
      const known = fields.get(words) ?? []
      fields.set(words, known.includes(field) ? known : [...known, field])
    }
  }
  return fields
}

const LONGEST_HEADER = 60

/** How well a heading says what its column is: the number of letters that say so, more where it says nothing else. */
export function scoreHeader(text: string): { field: LedgerField; score: number }[] {
  const words = simplifyHeader(text).split(' ')
  const scores = new Map<LedgerField, number>()
  for (let start = 0; start < words.length; start += 1) {
    for (let end = start + 1; end <= words.length; end += 1) {
      const phrase = words.slice(start, end).join(' ')
      const score = phrase.length + (end - start === words.length ? 100 : 0)
      for (const field of FIELDS_BY_WORDS.get(phrase) ?? []) {
        scores.set(field, Math.max(scores.get(field) ?? 0, score))
      }
    }
  }
  return [...scores].map(([field, score]) => ({ field, score }))
}

/** Small letters without marks, words apart by one space. */
function simplifyHeader(text: string): string {
  return text
    .slice(0, LONGEST_HEADER)
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .replaceAll('ł', 'l')
    .replaceAll('ß', 'ss')
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[إأآ]/g, 'ا')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
}
