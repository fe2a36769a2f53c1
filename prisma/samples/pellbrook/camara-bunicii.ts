/** Cămara Bunicii, a Romanian food shop in London: Peppol invoices with item names in Romanian. */
import { createLineWriter, type SampleAccount } from '../sample-invoice'
import { catalogue, zeroRated } from './catalogue'

const item = createLineWriter(catalogue, { language: 'ro', currency: 'GBP' })

export const camaraBuniciiAccount: SampleAccount = {
  creditorSlug: 'pellbrook',
  debtorExternalId: 'CAMA11',
  currency: 'GBP',
  format: 'peppol-ubl',
  termDays: 30,
  describeTerms: (days) => `Plata în termen de ${days} de zile de la data facturii.`,
  invoices: [
    {
      number: 'PB-610877',
      issuedDaysAgo: 155,
      buyerReference: 'Magazin',
      deliveredDaysAgo: 155,
      lines: [item('FLR-STR', '12'), item('SUG-GRN', '4')],
    },
    {
      number: 'PB-611245',
      issuedDaysAgo: 123,
      buyerReference: 'Magazin',
      deliveredDaysAgo: 123,
      lines: [item('EGG-FRL', '3'), item('BUT-UNS', '2'), item('DEL-STD', '1')],
    },
    {
      number: 'PB-611602',
      issuedDaysAgo: 92,
      buyerReference: 'Magazin',
      deliveredDaysAgo: 92,
      lines: [item('HON-HTH', '4'), item('FLR-WHO', '6')],
    },
    {
      number: 'PB-611911',
      issuedDaysAgo: 63,
      buyerReference: 'Brutărie',
      deliveredDaysAgo: 63,
      lines: [item('FLR-STR', '20'), item('DET-DSH', '1'), item('DEL-STD', '1')],
      allowancesAndCharges: [
        { kind: 'allowance', reason: 'Reducere de volum', reasonCode: '95', rateBps: 400, tax: zeroRated },
      ],
    },
    {
      number: 'PB-612288',
      issuedDaysAgo: 27,
      buyerReference: 'Brutărie',
      deliveredDaysAgo: 27,
      lines: [item('COF-ESP', '12'), item('CUP-PPR', '2'), item('CHO-MNT', '2')],
    },
    {
      number: 'PB-612471',
      issuedDaysAgo: 6,
      buyerReference: 'Magazin',
      deliveredDaysAgo: 6,
      lines: [item('SHB-AST', '3'), item('TEA-BRK', '2'), item('DEL-STD', '1')],
    },
  ],
}
