import type { CurrencyCode } from '~/domain/currency'
import type { AllowanceCharge } from '~/domain/invoice'
import { omitUndefined } from '../omit-undefined'
import { readAmount, readBoolean, readOptionalAmount, readOptionalDecimal } from '../xml/read-values'
import { findElement, readText, requireElement, type XmlElement } from '../xml/xml-element'

/** BG-20/21/27/28. */
export function readUblAllowanceCharge(element: XmlElement, currency: CurrencyCode): AllowanceCharge {
  const isCharge = readBoolean(requireElement(element, 'the charge indicator', 'cbc:ChargeIndicator'))
  return omitUndefined<AllowanceCharge>({
    kind: isCharge ? 'charge' : 'allowance',
    amountMinor: readAmount(requireElement(element, 'the amount of the allowance or charge', 'cbc:Amount'), currency),
    baseMinor: readOptionalAmount(findElement(element, 'cbc:BaseAmount'), currency),
    percent: readOptionalDecimal(findElement(element, 'cbc:MultiplierFactorNumeric')),
    reason: readText(element, 'cbc:AllowanceChargeReason'),
    reasonCode: readText(element, 'cbc:AllowanceChargeReasonCode'),
    taxCategory: readText(element, 'cac:TaxCategory', 'cbc:ID'),
    taxPercent: readOptionalDecimal(findElement(element, 'cac:TaxCategory', 'cbc:Percent')),
  })
}
