/** Wadi Al Nil laboratories in Cairo: exports in dollars as UBL, item names in Arabic. */
import { createLineWriter, type SampleAccount } from '../sample-invoice'
import { catalogue, outsideTax } from './catalogue'

const item = createLineWriter(catalogue, { language: 'ar', currency: 'USD', tax: outsideTax })

export const wadiAlNilAccount: SampleAccount = {
  creditorSlug: 'cedarwick',
  debtorExternalId: 'WNL-3107',
  currency: 'USD',
  format: 'plain-ubl',
  termDays: 60,
  describeTerms: (days) => `السداد خلال ${days} يومًا من تاريخ الفاتورة بتحويل مصرفي.`,
  exemptionReasons: { O: 'تصدير خارج الولايات المتحدة، لا تسري عليه ضريبة المبيعات' },
  invoices: [
    {
      number: 'INV-30377',
      issuedDaysAgo: 176,
      purchaseOrder: 'WN-0457',
      deliveredDaysAgo: 168,
      lines: [item('VAC-EDT', '10'), item('VAC-SST', '10')],
    },
    {
      number: 'INV-30461',
      issuedDaysAgo: 155,
      purchaseOrder: 'WN-0469',
      deliveredDaysAgo: 147,
      lines: [item('PIP-200', '4'), item('TIP-200', '12')],
    },
    {
      number: 'INV-30549',
      issuedDaysAgo: 117,
      purchaseOrder: 'WN-0481',
      deliveredDaysAgo: 109,
      lines: [item('CEN-24R', '1'), item('SVC-PMV', '1', { note: 'تشمل التركيب والتشغيل الأولي' })],
    },
    {
      number: 'INV-30644',
      issuedDaysAgo: 86,
      purchaseOrder: 'WN-0490',
      deliveredDaysAgo: 80,
      lines: [item('TUB-015', '8'), item('TIP-1000', '10'), item('CAL-PIP', '24')],
    },
    {
      number: 'INV-30798',
      issuedDaysAgo: 32,
      purchaseOrder: 'WN-0502',
      deliveredDaysAgo: 25,
      notes: ['تُرسل المستندات الأصلية بالبريد السريع فور صدور بوليصة الشحن.'],
      lines: [
        item('INC-170', '1', {
          name: 'حاضنة ثاني أكسيد الكربون سعة ١٧٠ لترًا مع وحدة تعقيم بالحرارة الجافة وشاشة عربية وثلاثة أرفف إضافية من الفولاذ المقاوم للصدأ',
        }),
      ],
      allowancesAndCharges: [
        { kind: 'charge', reason: 'شحن وتأمين', reasonCode: 'FC', amountMinor: 38_000, tax: outsideTax },
      ],
    },
    {
      number: 'INV-30855',
      issuedDaysAgo: 8,
      purchaseOrder: 'WN-0511',
      deliveredDaysAgo: 1,
      lines: [item('VAC-EDT', '6'), item('VAC-SST', '4')],
    },
  ],
}
