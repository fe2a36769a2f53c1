/** Seilbahnen Alpsteg in Switzerland: exports in francs, the amount due rounded to five centimes. */
import { createLineWriter, type SampleAccount } from '../sample-invoice'
import { catalogue } from './catalogue'

const exported = { category: 'G', rateBps: 0 }
const item = createLineWriter(catalogue, { language: 'de', currency: 'CHF', tax: exported })
const roundToMinor = 5

export const alpstegAccount: SampleAccount = {
  creditorSlug: 'wattenhorst',
  debtorExternalId: 'C40003',
  currency: 'CHF',
  format: 'factur-x-cii',
  termDays: 30,
  describeTerms: (days) => `Zahlbar innert ${days} Tagen ab Rechnungsdatum, rein netto.`,
  exemptionReasons: { G: 'Steuerfreie Ausfuhrlieferung (§ 4 Nr. 1 Buchst. a UStG)' },
  invoices: [
    {
      number: 'RE-240142',
      issuedDaysAgo: 152,
      purchaseOrder: 'ALP-5510',
      deliveredDaysAgo: 155,
      roundToMinor,
      lines: [
        item('GM-2200', '1', {
          allowancesAndCharges: [{ kind: 'allowance', reason: 'Rabatt', reasonCode: '95', rateBps: 333 }],
        }),
        item('OL-0220', '2'),
      ],
    },
    {
      number: 'RE-240210',
      issuedDaysAgo: 110,
      purchaseOrder: 'ALP-5533',
      deliveredDaysAgo: 113,
      roundToMinor,
      lines: [
        item('SE-STD', '21.75', { note: 'Revision Antrieb Gondelbahn, Strassenanfahrt ab Talstation' }),
        item('KU-0065', '3', {
          allowancesAndCharges: [{ kind: 'allowance', reason: 'Rabatt', reasonCode: '95', rateBps: 750 }],
        }),
      ],
    },
    {
      number: 'RE-240277',
      issuedDaysAgo: 62,
      purchaseOrder: 'ALP-5561',
      deliveredDaysAgo: 65,
      roundToMinor,
      lines: [item('FU-0110', '1'), item('ZR-2240', '3')],
      allowancesAndCharges: [
        { kind: 'allowance', reason: 'Skontoersatz', reasonCode: '95', rateBps: 125, tax: exported },
      ],
    },
    {
      number: 'RE-240309',
      issuedDaysAgo: 33,
      purchaseOrder: 'ALP-5574',
      deliveredDaysAgo: 36,
      roundToMinor,
      lines: [
        item('SH-4080', '1', {
          allowancesAndCharges: [{ kind: 'allowance', reason: 'Rabatt', reasonCode: '95', rateBps: 415 }],
        }),
      ],
    },
    {
      number: 'RE-240327',
      issuedDaysAgo: 7,
      purchaseOrder: 'ALP-5588',
      deliveredDaysAgo: 10,
      roundToMinor,
      settlementDiscounts: [{ days: 10, rateBps: 200 }],
      paymentTerms: '2 % Skonto bei Zahlung innert 10 Tagen, sonst 30 Tage netto.',
      lines: [item('GM-0750', '3'), item('KU-0065', '6')],
      allowancesAndCharges: [
        { kind: 'allowance', reason: 'Mengenrabatt', reasonCode: '95', rateBps: 175, tax: exported },
      ],
    },
  ],
}
