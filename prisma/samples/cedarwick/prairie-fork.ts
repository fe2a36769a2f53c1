/** Prairie Fork Community Health: tax-exempt supplies by CSV, taxed equipment as UBL, one invoice of 700 lines. */
import { createLineWriter, type SampleAccount, type SampleLine } from '../sample-invoice'
import { catalogue, salesTax, taxExempt } from './catalogue'

const supply = createLineWriter(catalogue, { language: 'en', currency: 'USD', tax: taxExempt })
const taxed = createLineWriter(catalogue, { language: 'en', currency: 'USD', tax: salesTax })
const twoTenNetThirty = [{ days: 10, rateBps: 200 }]

const clinics: readonly string[] = [
  'Aldine',
  'Bellwether',
  'Birch Hollow',
  'Calloway',
  'Clear Creek',
  'Dorchester Road',
  'Eastgate',
  'Elm Grove',
  'Fairlawn',
  'Founders',
  'Garnet Street',
  'Gilman',
  'Harvest Lane',
  'Hickory Point',
  'Irondale',
  'Juniper',
  'Kettle Run',
  'Lakeview',
  'Linden',
  'Maple Heights',
  'Marlow',
  'Meadowbrook',
  'Millstone',
  'North Fork',
  'Oak Terrace',
  'Orchard',
  'Pine Bluff',
  'Quarry Road',
  'Redbud',
  'Riverbend',
  'Sandstone',
  'Sumner',
  'Sycamore',
  'Union Park',
  'Willow Springs',
]

const clinicSupplies: readonly string[] = [
  'TIP-200',
  'TIP-1000',
  'TUB-015',
  'TUB-050',
  'PLA-096',
  'GLV-NTM',
  'GLV-NTL',
  'VAC-EDT',
  'VAC-SST',
  'SWB-NSP',
  'SPC-CUP',
  'SHP-CNT',
  'DIS-WIP',
  'SLD-FRS',
  'CVR-022',
  'BUF-PBS',
  'ETH-070',
  'LAB-LBL',
  'BAG-BIO',
  'CAL-PIP',
]

/** Every clinic's supplies of a quarter: 35 clinics by 20 articles, 700 lines. */
const quarterlyLines: readonly SampleLine[] = clinics.flatMap((clinic, clinicIndex) =>
  clinicSupplies.map((itemId, itemIndex) =>
    supply(itemId, String(1 + ((clinicIndex * 5 + itemIndex * 3) % 7)), {
      note: `Ship to: ${clinic} clinic`,
      orderLineReference: `${clinicIndex + 1}.${itemIndex + 1}`,
    }),
  ),
)

export const prairieForkAccount: SampleAccount = {
  creditorSlug: 'cedarwick',
  debtorExternalId: 'PRF-2201',
  currency: 'USD',
  format: 'csv',
  termDays: 30,
  describeTerms: (days) => `Net ${days} days.`,
  exemptionReasons: { E: 'Illinois sales tax exemption E9990-4170-01' },
  invoices: [
    {
      number: 'INV-30418',
      issuedDaysAgo: 163,
      purchaseOrder: 'PF-90112',
      lines: [supply('GLV-NTM', '12'), supply('VAC-EDT', '6'), supply('SHP-CNT', '4')],
    },
    {
      number: 'INV-30502',
      issuedDaysAgo: 134,
      purchaseOrder: 'PF-90240',
      lines: [supply('SWB-NSP', '8'), supply('SPC-CUP', '10')],
    },
    {
      number: 'INV-30577',
      issuedDaysAgo: 109,
      purchaseOrder: 'PF-90355',
      format: 'plain-ubl',
      deliveredDaysAgo: 110,
      lines: [taxed('CEN-24R', '1'), taxed('SVC-PMV', '1')],
    },
    {
      number: 'INV-30655',
      issuedDaysAgo: 82,
      purchaseOrder: 'PF-90471',
      lines: [supply('TUB-015', '15'), supply('TUB-050', '9'), supply('DIS-WIP', '14')],
    },
    {
      number: 'CM-5107',
      kind: 'credit_note',
      issuedDaysAgo: 70,
      purchaseOrder: 'PF-90471',
      precedingInvoices: [{ number: 'INV-30655', issuedDaysAgo: 82 }],
      lines: [supply('DIS-WIP', '2', { note: 'Two canister cases arrived damaged' })],
    },
    {
      number: 'INV-30731',
      issuedDaysAgo: 56,
      purchaseOrder: 'PF-90588',
      lines: [supply('GLV-NTL', '20'), supply('BAG-BIO', '6'), supply('LAB-LBL', '12')],
    },
    {
      number: 'INV-30790',
      issuedDaysAgo: 35,
      purchaseOrder: 'PF-90640-Q',
      format: 'plain-ubl',
      contractReference: 'PF-MSA-2023',
      periodDaysAgo: { start: 126, end: 36 },
      notes: ['Consolidated quarterly invoice for 35 clinics. Each line names the clinic it was shipped to.'],
      lines: quarterlyLines,
      allowancesAndCharges: [
        { kind: 'allowance', reason: 'Group contract rebate', reasonCode: '95', rateBps: 650, tax: taxExempt },
      ],
    },
    {
      number: 'INV-30844',
      issuedDaysAgo: 14,
      purchaseOrder: 'PF-90712',
      format: 'plain-ubl',
      deliveredDaysAgo: 15,
      lines: [taxed('INC-170', '1'), taxed('CAL-PIP', '16')],
      prepaidMinor: 250_000,
    },
    {
      number: 'INV-30861',
      issuedDaysAgo: 4,
      purchaseOrder: 'PF-90739',
      settlementDiscounts: twoTenNetThirty,
      paymentTerms: '2% 10, net 30',
      lines: [supply('PIP-200', '6'), supply('TIP-200', '18'), supply('TIP-1000', '12')],
    },
  ],
}
