/** Dunmore Analytical in Ireland: invoiced in euro by CSV, one of them as UBL. */
import { createLineWriter, type SampleAccount } from '../sample-invoice'
import { catalogue, outsideTax } from './catalogue'

const item = createLineWriter(catalogue, { language: 'en', currency: 'EUR', tax: outsideTax })

export const dunmoreAccount: SampleAccount = {
  creditorSlug: 'cedarwick',
  debtorExternalId: 'DUN-1904',
  currency: 'EUR',
  format: 'csv',
  termDays: 30,
  describeTerms: (days) => `Net ${days} days.`,
  exemptionReasons: { O: 'Export from the United States, not subject to sales tax' },
  invoices: [
    {
      number: 'INV-30431',
      issuedDaysAgo: 157,
      purchaseOrder: 'DA/24/118',
      lines: [item('PLA-096', '4'), item('BUF-PBS', '3')],
    },
    {
      number: 'INV-30528',
      issuedDaysAgo: 125,
      purchaseOrder: 'DA/24/126',
      lines: [item('GLV-NTM', '5'), item('ETH-070', '2')],
    },
    {
      number: 'INV-30619',
      issuedDaysAgo: 94,
      purchaseOrder: 'DA/24/139',
      lines: [item('SLD-FRS', '6'), item('CVR-022', '6')],
    },
    {
      number: 'INV-30702',
      issuedDaysAgo: 65,
      purchaseOrder: 'DA/24/147',
      format: 'plain-ubl',
      deliveredDaysAgo: 60,
      lines: [item('PIP-200', '8'), item('CAL-PIP', '8')],
    },
    {
      number: 'INV-30766',
      issuedDaysAgo: 44,
      purchaseOrder: 'DA/24/155',
      lines: [item('TUB-050', '3'), item('LAB-LBL', '10')],
    },
    {
      number: 'INV-30868',
      issuedDaysAgo: 2,
      purchaseOrder: 'DA/24/171',
      settlementDiscounts: [{ days: 10, rateBps: 150 }],
      paymentTerms: '1.5% 10, net 30',
      lines: [item('TIP-200', '9'), item('PLA-096', '2')],
    },
  ],
}
