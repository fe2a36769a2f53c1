import type { CurrencyCode } from '~/domain/currency'
import type { AllowanceCharge } from '~/domain/invoice'
import { omitUndefined } from '../omit-undefined'
import { readAmount, readBoolean, readOptionalAmount, readOptionalDecimal } from '../xml/read-values'
import { findElement, readText, requireElement, type XmlElement } from '../xml/xml-element'

/** BG-20/21/27/28. */
export function readCiiAllowanceCharge(element: XmlElement, currency: CurrencyCode): AllowanceCharge {
  const indicator = requireElement(element, 'the charge indicator', 'ram:ChargeIndicator', 'udt:Indicator')
  return omitUndefined<AllowanceCharge>({
    kind: readBoolean(indicator) ? 'charge' : 'allowance',
    amountMinor: readAmount(
      requireElement(element, 'the amount of the allowance or charge', 'ram:ActualAmount'),
      currency,
    ),
    baseMinor: readOptionalAmount(findElement(element, 'ram:BasisAmount'), currency),
    percent: readOptionalDecimal(findElement(element, 'ram:CalculationPercent')),
    reason: readText(element, 'ram:Reason'),
    reasonCode: readText(element, 'ram:ReasonCode'),
    taxCategory: readText(element, 'ram:CategoryTradeTax', 'ram:CategoryCode'),
    taxPercent: readOptionalDecimal(findElement(element, 'ram:CategoryTradeTax', 'ram:RateApplicablePercent')),
  })
}
