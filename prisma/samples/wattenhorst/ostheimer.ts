/** Ostheimer, machine builder: XRechnung with Skonto, a credit note, 47 lines, an attachment, every age of debt. */
import { createLineWriter, type SampleAccount } from '../sample-invoice'
import { catalogue, germanVat, sparePartLines } from './catalogue'

const item = createLineWriter(catalogue, { language: 'de', currency: 'EUR', tax: germanVat })
const skonto = [
  { days: 8, rateBps: 300 },
  { days: 14, rateBps: 200 },
]
const freight = {
  kind: 'charge' as const,
  reason: 'Fracht und Verpackung',
  reasonCode: 'FC',
  amountMinor: 8_450,
  tax: germanVat,
}

export const ostheimerAccount: SampleAccount = {
  creditorSlug: 'wattenhorst',
  debtorExternalId: 'D10021',
  currency: 'EUR',
  format: 'xrechnung-ubl',
  termDays: 30,
  describeTerms: (days) => `Zahlbar innerhalb von ${days} Tagen ab Rechnungsdatum ohne Abzug.`,
  invoices: [
    {
      number: 'RE-240117',
      issuedDaysAgo: 168,
      buyerReference: 'EK-4',
      purchaseOrder: '4500187203',
      deliveredDaysAgo: 170,
      lines: [item('GM-0750', '2'), item('OL-0220', '3')],
    },
    {
      number: 'RE-240163',
      issuedDaysAgo: 141,
      buyerReference: 'EK-4',
      purchaseOrder: '4500188140',
      deliveredDaysAgo: 143,
      notes: ['Die Lieferung erfolgte in zwei Teilsendungen; die zweite wurde am Tor 3 angenommen.'],
      lines: [item('SH-4080', '4'), item('KU-0065', '8')],
      allowancesAndCharges: [freight],
    },
    {
      number: 'RE-240202',
      issuedDaysAgo: 115,
      buyerReference: 'EK-4',
      purchaseOrder: '4500189977',
      deliveredDaysAgo: 117,
      lines: [item('FU-0110', '3'), item('ZR-2240', '6')],
    },
    {
      number: 'RE-240248',
      issuedDaysAgo: 83,
      buyerReference: 'EK-2',
      purchaseOrder: '4500191322',
      despatchAdvice: 'LS-88317',
      deliveredDaysAgo: 84,
      lines: [item('GM-2200', '2'), item('KU-0065', '12', { buyerItemId: 'OH-771-65' })],
      allowancesAndCharges: [freight],
    },
    {
      number: 'GS-240045',
      kind: 'credit_note',
      paymentTerms: 'Wird mit offenen Rechnungen verrechnet.',
      issuedDaysAgo: 61,
      buyerReference: 'EK-2',
      purchaseOrder: '4500191322',
      precedingInvoices: [{ number: 'RE-240248', issuedDaysAgo: 83 }],
      notes: ['Rücksendung von vier Klauenkupplungen, geprüft und eingelagert.'],
      lines: [item('KU-0065', '4', { buyerItemId: 'OH-771-65', note: 'Retoure RT-1190' })],
    },
    {
      number: 'RE-240271',
      issuedDaysAgo: 68,
      buyerReference: 'EK-4',
      purchaseOrder: '4500192018',
      periodDaysAgo: { start: 98, end: 69 },
      lines: [
        item('SE-STD', '11.5', { periodDaysAgo: { start: 74, end: 72 }, note: 'Instandsetzung Prüfstand 2' }),
        item('SE-ANF', '2'),
        item('PR-INS', '1'),
      ],
    },
    {
      number: 'RE-240290',
      issuedDaysAgo: 47,
      buyerReference: 'EK-LAGER',
      purchaseOrder: '4500192600',
      contractReference: 'RV-2024-017',
      deliveredDaysAgo: 49,
      notes: ['Jahresbedarf Lager und Dichtungen nach Rahmenvertrag RV-2024-017.'],
      lines: sparePartLines,
      allowancesAndCharges: [
        { kind: 'allowance', reason: 'Mengenbonus', reasonCode: '95', rateBps: 200, tax: germanVat },
        freight,
      ],
    },
    {
      number: 'RE-240314',
      issuedDaysAgo: 22,
      buyerReference: 'EK-4',
      purchaseOrder: '4500193411',
      deliveredDaysAgo: 24,
      settlementDiscounts: skonto,
      lines: [item('WI-1200', '1'), item('OL-0220', '2')],
    },
    {
      number: 'RE-240329',
      issuedDaysAgo: 5,
      buyerReference: 'EK-4',
      purchaseOrder: '4500193902',
      despatchAdvice: 'LS-88910',
      deliveredDaysAgo: 6,
      settlementDiscounts: skonto,
      deliveryNote: { reference: 'LS-88910', description: 'Lieferschein mit Unterschrift' },
      lines: [item('GM-2200', '4'), item('FU-0110', '4'), item('KU-0065', '8')],
      allowancesAndCharges: [
        { kind: 'allowance', reason: 'Messerabatt', reasonCode: '95', rateBps: 500, tax: germanVat },
        freight,
      ],
    },
    {
      number: 'RE-240335',
      issuedDaysAgo: 3,
      termDays: 45,
      buyerReference: 'EK-PROJEKTE',
      purchaseOrder: '4500193955-NACHTRAG-02',
      projectReference: 'OSTHEIMER-HALLE-7-RETROFIT',
      deliveredDaysAgo: 3,
      settlementDiscounts: [{ days: 10, rateBps: 250, baseMinor: 1_000_000 }],
      paymentTerms:
        'Zahlbar innerhalb von 45 Tagen ab Rechnungsdatum. Skonto nur auf den Warenwert, nicht auf die Montage.',
      prepaidMinor: 500_000,
      notes: ['Die Anzahlung aus der Auftragsbestätigung AB-55120 ist berücksichtigt.'],
      lines: [
        item('GM-2200', '8', {
          name:
            'Kegelstirnradgetriebemotor in Sonderausführung mit Drehmomentstütze, Wärmetauscher, Kondenswasserheizung ' +
            'und verstärkter Abtriebslagerung für den Retrofit der Förderanlage Halle 7, Lackierung RAL 7016',
          description:
            'Gefertigt nach Zeichnung OH-7-2213 Blatt 1 bis 4, Abnahme im Werk am Kranhafen durch den Besteller, ' +
            'Dokumentation in dreifacher Ausfertigung.',
          attributes: [
            { name: 'Zeichnung', value: 'OH-7-2213' },
            { name: 'Schutzart', value: 'IP66' },
          ],
        }),
        item('SE-STD', '38.75', { note: 'Montage und Inbetriebnahme Halle 7' }),
      ],
    },
  ],
}
