/** The Copper Finch Tearooms: one person, small Peppol invoices with two VAT rates, a deposit for crockery. */
import { createLineWriter, type SampleAccount } from '../sample-invoice'
import { catalogue, standardRated } from './catalogue'

const item = createLineWriter(catalogue, { language: 'en', currency: 'GBP' })

export const copperFinchAccount: SampleAccount = {
  creditorSlug: 'pellbrook',
  debtorExternalId: 'COPP03',
  currency: 'GBP',
  format: 'peppol-ubl',
  termDays: 14,
  describeTerms: (days) => `Payment due within ${days} days of invoice date.`,
  invoices: [
    {
      number: 'PB-611204',
      issuedDaysAgo: 126,
      buyerReference: 'Tearoom',
      deliveredDaysAgo: 126,
      lines: [item('TEA-BRK', '2'), item('SUG-GRN', '1'), item('CHO-MNT', '1')],
    },
    {
      number: 'PB-611530',
      issuedDaysAgo: 97,
      buyerReference: 'Tearoom',
      deliveredDaysAgo: 97,
      lines: [item('FLR-STR', '3'), item('BUT-UNS', '1'), item('LEM-SFT', '2')],
    },
    {
      number: 'PB-611866',
      issuedDaysAgo: 66,
      buyerReference: 'Tearoom',
      deliveredDaysAgo: 66,
      lines: [item('TEA-EGR', '2'), item('SHB-AST', '1'), item('DEL-STD', '1')],
    },
    {
      number: 'PB-612093',
      issuedDaysAgo: 45,
      buyerReference: 'Tearoom',
      deliveredDaysAgo: 45,
      lines: [item('COF-ESP', '6.5'), item('CUP-PPR', '1'), item('DEL-STD', '1')],
    },
    {
      number: 'PB-612240',
      issuedDaysAgo: 31,
      buyerReference: 'Tearoom, summer garden',
      deliveredDaysAgo: 31,
      notes: ['One teapot was replaced free of charge under our breakage promise.'],
      lines: [
        item('POT-CHN', '6'),
        item('CUP-CHN', '4', {
          allowancesAndCharges: [
            { kind: 'allowance', reason: 'Season opening offer', reasonCode: '95', rateBps: 1000 },
          ],
        }),
      ],
      prepaidMinor: 15_000,
    },
    {
      number: 'CN-40118',
      kind: 'credit_note',
      paymentTerms: 'To be set off against open invoices.',
      issuedDaysAgo: 24,
      buyerReference: 'Tearoom',
      precedingInvoices: [{ number: 'PB-612093', issuedDaysAgo: 45 }],
      notes: ['Half a kilogram of beans short on delivery.'],
      lines: [item('COF-ESP', '0.5')],
    },
    {
      number: 'PB-612455',
      issuedDaysAgo: 8,
      buyerReference: 'Tearoom',
      deliveredDaysAgo: 8,
      lines: [item('TEA-BRK', '3'), item('MAR-ORG', '2'), item('NAP-AIR', '1')],
      allowancesAndCharges: [
        { kind: 'charge', reason: 'Small order charge', reasonCode: 'ZZZ', amountMinor: 500, tax: standardRated },
      ],
    },
  ],
}
