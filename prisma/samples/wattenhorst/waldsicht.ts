/** Skipswerf Wâldsicht, a shipyard in Friesland: supplies and reverse-charge service, in Frisian. */
import { createLineWriter, type SampleAccount } from '../sample-invoice'
import { catalogue } from './catalogue'

const intraCommunity = { category: 'K', rateBps: 0 }
const goods = createLineWriter(catalogue, { language: 'fy', currency: 'EUR', tax: intraCommunity })
const service = createLineWriter(catalogue, { language: 'fy', currency: 'EUR', tax: { category: 'AE', rateBps: 0 } })

export const waldsichtAccount: SampleAccount = {
  creditorSlug: 'wattenhorst',
  debtorExternalId: 'N30012',
  currency: 'EUR',
  format: 'peppol-ubl',
  termDays: 30,
  describeTerms: (days) => `Te beteljen binnen ${days} dagen nei de faktuerdatum.`,
  exemptionReasons: {
    K: 'Yntrakommunautêre levering, frijsteld fan btw (art. 138 fan Rjochtline 2006/112/EG)',
    AE: 'Btw ferlein nei de ôfnimmer (art. 196 fan Rjochtline 2006/112/EG)',
  },
  invoices: [
    {
      number: 'RE-240133',
      issuedDaysAgo: 158,
      buyerReference: 'Helling 1',
      purchaseOrder: 'WS-0712',
      deliveredDaysAgo: 159,
      lines: [goods('WI-1200', '1'), goods('OL-0220', '1')],
    },
    {
      number: 'RE-240171',
      issuedDaysAgo: 135,
      buyerReference: 'Helling 2',
      purchaseOrder: 'WS-0725',
      deliveredDaysAgo: 136,
      lines: [goods('GM-0750', '2'), goods('KU-0065', '4')],
    },
    {
      number: 'RE-240239',
      issuedDaysAgo: 91,
      buyerReference: 'Helling 1',
      purchaseOrder: 'WS-0744',
      periodDaysAgo: { start: 95, end: 92 },
      lines: [service('SE-STD', '18.5', { note: 'Ôfstellen fan de skipslift' }), service('SE-ANF', '1')],
    },
    {
      number: 'RE-240275',
      issuedDaysAgo: 64,
      buyerReference: 'Helling 2',
      purchaseOrder: 'WS-0751',
      deliveredDaysAgo: 65,
      lines: [goods('SH-4080', '2'), goods('ZR-2240', '2')],
    },
    {
      number: 'RE-240304',
      issuedDaysAgo: 38,
      buyerReference: 'Helling 2',
      purchaseOrder: 'WS-0760',
      deliveredDaysAgo: 39,
      notes: ['Earste fan twa dielleveringen; de twadde folget mei de kommende rit.'],
      lines: [goods('FU-0110', '1'), goods('KU-0065', '2')],
    },
    {
      number: 'RE-240322',
      issuedDaysAgo: 11,
      buyerReference: 'Helling 1',
      purchaseOrder: 'WS-0766',
      deliveredDaysAgo: 12,
      lines: [
        goods('WI-1200', '2', {
          name: 'Lier 1 200 kg foar de dwershelling, seewettersbestindich, mei tromme fan 60 m en handbetsjinning by needgefal',
        }),
      ],
      allowancesAndCharges: [
        { kind: 'charge', reason: 'Fracht', reasonCode: 'FC', amountMinor: 14_000, tax: intraCommunity },
      ],
    },
    {
      number: 'RE-240331',
      issuedDaysAgo: 4,
      buyerReference: 'Helling 1',
      purchaseOrder: 'WS-0768',
      deliveredDaysAgo: 4,
      lines: [goods('OL-0220', '5')],
    },
  ],
}
