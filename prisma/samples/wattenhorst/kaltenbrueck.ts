/** Stadtwerke Kaltenbrück, a public utility: Cross Industry Invoices with a routing id, discount terms as elements. */
import { createLineWriter, type SampleAccount } from '../sample-invoice'
import { catalogue, germanVat } from './catalogue'

const item = createLineWriter(catalogue, { language: 'de', currency: 'EUR', tax: germanVat })
const buyerReference = '99-KALTENBRUECK1-97'

export const kaltenbrueckAccount: SampleAccount = {
  creditorSlug: 'wattenhorst',
  debtorExternalId: 'D10034',
  currency: 'EUR',
  format: 'factur-x-cii',
  termDays: 30,
  describeTerms: (days) => `Zahlbar innerhalb von ${days} Tagen nach Rechnungseingang.`,
  invoices: [
    {
      number: 'RE-240121',
      issuedDaysAgo: 164,
      buyerReference,
      purchaseOrder: 'SWK-2024-0388',
      deliveredDaysAgo: 166,
      lines: [item('PR-INS', '2', { name: 'Jahresinspektion Rechenanlage Pumpwerk Nord und Süd' })],
    },
    {
      number: 'RE-240198',
      issuedDaysAgo: 118,
      buyerReference,
      purchaseOrder: 'SWK-2024-0441',
      deliveredDaysAgo: 120,
      lines: [item('SH-4080', '2'), item('OL-0220', '4'), item('SE-STD', '14')],
    },
    {
      number: 'RE-240266',
      issuedDaysAgo: 71,
      buyerReference,
      purchaseOrder: 'SWK-2024-0502',
      periodDaysAgo: { start: 102, end: 72 },
      lines: [
        item('SE-STD', '26.25', { note: 'Bereitschaftseinsätze laut Stundennachweis' }),
        item('SE-ANF', '3', {
          allowancesAndCharges: [{ kind: 'charge', reason: 'Nachtzuschlag', reasonCode: 'ZZZ', rateBps: 2500 }],
        }),
      ],
    },
    {
      number: 'RE-240301',
      issuedDaysAgo: 40,
      buyerReference,
      purchaseOrder: 'SWK-2024-0519',
      contractReference: 'WV-117/24',
      deliveredDaysAgo: 41,
      lines: [item('FU-0110', '2'), item('SE-STD', '6')],
    },
    {
      number: 'GS-240058',
      kind: 'credit_note',
      paymentTerms: 'Wird mit offenen Rechnungen verrechnet.',
      issuedDaysAgo: 26,
      buyerReference,
      precedingInvoices: [{ number: 'RE-240301', issuedDaysAgo: 40 }],
      notes: ['Gutschrift für zwei nicht angefallene Technikerstunden.'],
      lines: [item('SE-STD', '2')],
    },
    {
      number: 'RE-240321',
      issuedDaysAgo: 12,
      buyerReference,
      purchaseOrder: 'SWK-2024-0530',
      deliveredDaysAgo: 13,
      settlementDiscounts: [
        { days: 14, rateBps: 200 },
        { days: 21, rateBps: 100 },
      ],
      paymentTerms: '2 % Skonto bei Zahlung innerhalb von 14 Tagen, 1 % innerhalb von 21 Tagen, sonst 30 Tage netto.',
      lines: [item('WI-1200', '2'), item('KU-0065', '4'), item('OL-0220', '2')],
    },
    {
      number: 'RE-240336',
      issuedDaysAgo: 2,
      buyerReference,
      purchaseOrder: 'SWK-2024-0533',
      deliveredDaysAgo: 2,
      deliveryNote: { reference: 'LS-88941', description: 'Lieferschein' },
      prepaidMinor: 120_000,
      lines: [item('GM-0750', '3'), item('ZR-2240', '3')],
      allowancesAndCharges: [
        { kind: 'allowance', reason: 'Treuerabatt', reasonCode: '95', amountMinor: 5_000, tax: germanVat },
      ],
    },
  ],
}
