/** Utilaje Șureanu in Romania: intra-community supplies in lei, spare parts in euro, names with Romanian letters. */
import { createLineWriter, type SampleAccount } from '../sample-invoice'
import { catalogue } from './catalogue'

const intraCommunity = { category: 'K', rateBps: 0 }
const reverseCharge = { category: 'AE', rateBps: 0 }
const inLei = createLineWriter(catalogue, { language: 'ro', currency: 'RON', tax: intraCommunity })
const inEuro = createLineWriter(catalogue, { language: 'ro', currency: 'EUR', tax: intraCommunity })
const service = createLineWriter(catalogue, { language: 'ro', currency: 'RON', tax: reverseCharge })

const common = {
  creditorSlug: 'wattenhorst',
  debtorExternalId: 'R20007',
  termDays: 45,
  describeTerms: (days: number) => `Plata în termen de ${days} de zile de la data facturii, prin transfer bancar.`,
  exemptionReasons: {
    K: 'Livrare intracomunitară scutită de TVA (art. 138 din Directiva 2006/112/CE)',
    AE: 'Taxare inversă (art. 196 din Directiva 2006/112/CE)',
  },
}

export const sureanuLeiAccount: SampleAccount = {
  ...common,
  currency: 'RON',
  format: 'factur-x-cii',
  invoices: [
    {
      number: 'RE-240104',
      issuedDaysAgo: 177,
      purchaseOrder: 'CMD-3318',
      deliveredDaysAgo: 180,
      lines: [inLei('GM-0750', '4'), inLei('OL-0220', '2')],
    },
    {
      number: 'RE-240155',
      issuedDaysAgo: 146,
      purchaseOrder: 'CMD-3371',
      deliveredDaysAgo: 149,
      lines: [inLei('SH-4080', '3'), inLei('KU-0065', '6')],
    },
    {
      number: 'RE-240195',
      issuedDaysAgo: 121,
      purchaseOrder: 'CMD-3402',
      periodDaysAgo: { start: 128, end: 123 },
      lines: [service('SE-STD', '32', { note: 'Punere în funcțiune, linia de presare nr. 2' }), service('SE-ANF', '1')],
    },
    {
      number: 'RE-240244',
      issuedDaysAgo: 88,
      purchaseOrder: 'CMD-3460',
      deliveredDaysAgo: 91,
      lines: [inLei('FU-0110', '2'), inLei('ZR-2240', '5')],
    },
    {
      number: 'RE-240283',
      issuedDaysAgo: 58,
      purchaseOrder: 'CMD-3517',
      deliveredDaysAgo: 61,
      notes: ['Marfa a fost recepționată fără obiecții; avizul de însoțire este semnat de gestionar.'],
      lines: [
        inLei('GM-2200', '3', {
          name: 'Motoreductor cu frână și încălzire anticondens, execuție întărită pentru șnec de așchii',
          attributes: [{ name: 'Grad de protecție', value: 'IP66' }],
        }),
        inLei('OL-0220', '4'),
      ],
    },
    {
      number: 'RE-240318',
      issuedDaysAgo: 15,
      purchaseOrder: 'CMD-3588',
      deliveredDaysAgo: 18,
      settlementDiscounts: [{ days: 20, rateBps: 150 }],
      paymentTerms:
        'Reducere de 1,5 % la plata în 20 de zile; altfel plata în termen de 45 de zile de la data facturii.',
      lines: [inLei('WI-1200', '1'), inLei('SH-4080', '1')],
    },
  ],
}

export const sureanuEuroAccount: SampleAccount = {
  ...common,
  currency: 'EUR',
  format: 'peppol-ubl',
  invoices: [
    {
      number: 'RE-240231',
      issuedDaysAgo: 96,
      buyerReference: 'ATELIER-2',
      purchaseOrder: 'CMD-3441',
      deliveredDaysAgo: 98,
      lines: [inEuro('KU-0065', '10'), inEuro('ZR-2240', '4')],
    },
    {
      number: 'RE-240325',
      issuedDaysAgo: 9,
      buyerReference: 'ATELIER-2',
      purchaseOrder: 'CMD-3601',
      deliveredDaysAgo: 10,
      lines: [inEuro('OL-0220', '6')],
      allowancesAndCharges: [
        { kind: 'charge', reason: 'Transport', reasonCode: 'FC', amountMinor: 6_200, tax: intraCommunity },
      ],
    },
  ],
}
