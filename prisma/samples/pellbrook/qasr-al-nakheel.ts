/**
 * Qasr Al Nakheel in Kuwait: exports in dinars, which have three decimals, by CSV (EN 16931 stops at two), one order in
 * pounds as UBL. Item names in Arabic.
 */
import { createLineWriter, type SampleAccount } from '../sample-invoice'
import { catalogue } from './catalogue'

const exported = { category: 'G', rateBps: 0 }
const inDinars = createLineWriter(catalogue, { language: 'ar', currency: 'KWD', tax: exported })
const inPounds = createLineWriter(catalogue, { language: 'ar', currency: 'GBP', tax: exported })

const common = {
  creditorSlug: 'pellbrook',
  debtorExternalId: 'QASR02',
  termDays: 45,
  describeTerms: (days: number) => `السداد خلال ${days} يومًا من تاريخ الفاتورة بتحويل مصرفي.`,
  exemptionReasons: { G: 'تصدير خارج المملكة المتحدة، معفى من ضريبة القيمة المضافة' },
}

export const qasrDinarAccount: SampleAccount = {
  ...common,
  currency: 'KWD',
  format: 'csv',
  invoices: [
    {
      number: 'PX-7014',
      issuedDaysAgo: 171,
      purchaseOrder: 'QN-2201',
      lines: [inDinars('TEA-BRK', '12'), inDinars('TEA-EGR', '8')],
    },
    {
      number: 'PX-7031',
      issuedDaysAgo: 139,
      purchaseOrder: 'QN-2218',
      lines: [inDinars('CUP-CHN', '10'), inDinars('POT-CHN', '24')],
    },
    {
      number: 'PX-7046',
      issuedDaysAgo: 108,
      purchaseOrder: 'QN-2237',
      lines: [inDinars('HON-HTH', '6'), inDinars('MAR-ORG', '15')],
    },
    {
      number: 'PX-7059',
      issuedDaysAgo: 79,
      purchaseOrder: 'QN-2252',
      lines: [inDinars('SHB-AST', '9'), inDinars('CHO-MNT', '14'), inDinars('TEA-BRK', '6')],
    },
    {
      number: 'PX-7072',
      issuedDaysAgo: 52,
      purchaseOrder: 'QN-2266',
      lines: [
        inDinars('CUP-CHN', '4', {
          name: 'طقم فناجين قهوة عربية مع صحون من الخزف الفاخر، ١٢ قطعة، حافة مذهّبة، طلبية خاصة لجناح الضيافة في الطابق السابع',
          unitPrice: '41.275',
        }),
        inDinars('TEA-EGR', '5'),
      ],
    },
    {
      number: 'PX-7088',
      issuedDaysAgo: 13,
      purchaseOrder: 'QN-2281',
      settlementDiscounts: [{ days: 20, rateBps: 200 }],
      paymentTerms: 'خصم ٢٪ عند السداد خلال ٢٠ يومًا، وإلا فالسداد خلال ٤٥ يومًا من تاريخ الفاتورة.',
      lines: [inDinars('TEA-BRK', '20'), inDinars('MAR-ORG', '10'), inDinars('HON-HTH', '3')],
    },
  ],
}

export const qasrPoundAccount: SampleAccount = {
  ...common,
  currency: 'GBP',
  format: 'peppol-ubl',
  invoices: [
    {
      number: 'PX-7079',
      issuedDaysAgo: 36,
      buyerReference: 'QN-SPA',
      purchaseOrder: 'QN-2270',
      deliveredDaysAgo: 36,
      notes: ['تم الشحن جوًا، ورقم بوليصة الشحن مرفق مع البضاعة.'],
      lines: [inPounds('POT-CHN', '18'), inPounds('HON-HTH', '5')],
      allowancesAndCharges: [
        { kind: 'charge', reason: 'شحن جوي', reasonCode: 'FC', amountMinor: 21_500, tax: exported },
      ],
    },
  ],
}
