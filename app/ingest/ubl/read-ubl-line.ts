import type { CurrencyCode } from '~/domain/currency'
import type { InvoiceLine } from '~/domain/invoice'
import { omitUndefined } from '../omit-undefined'
import { readAmount, readOptionalDay, readOptionalDecimal } from '../xml/read-values'
import { findElement, listElements, readText, readTexts, requireElement, type XmlElement } from '../xml/xml-element'
import { readUblAllowanceCharge } from './read-ubl-allowance-charge'

/**
 * BG-25, and the sub-lines of the XRechnung extension (BG-DEX-01) inside it. A sub-line's net amount is part of its
 * parent's, so only the top-level lines sum up to BT-106.
 */
export function readUblLine(element: XmlElement, currency: CurrencyCode): InvoiceLine {
  const item = findElement(element, 'cac:Item')
  const description = readText(item, 'cbc:Description')
  const lineId = readText(element, 'cbc:ID') ?? ''
  const allowancesAndCharges = listElements(element, 'cac:AllowanceCharge').map((part) =>
    readUblAllowanceCharge(part, currency),
  )
  const attributes = listElements(item, 'cac:AdditionalItemProperty').flatMap((property) => {
    const [name, value] = [readText(property, 'cbc:Name'), readText(property, 'cbc:Value')]
    return name === undefined || value === undefined ? [] : [{ name, value }]
  })
  const subLines = [
    ...listElements(element, 'cac:SubInvoiceLine'),
    ...listElements(element, 'cac:SubCreditNoteLine'),
  ].map((line) => readUblLine(line, currency))
  const quantity = findElement(element, 'cbc:InvoicedQuantity') ?? findElement(element, 'cbc:CreditedQuantity')
  const notes = readTexts(element, 'cbc:Note')
  return omitUndefined<InvoiceLine>({
    lineId,
    name: readText(item, 'cbc:Name') ?? description ?? lineId,
    description,
    note: notes.length === 0 ? undefined : notes.join('\n'),
    quantity: readOptionalDecimal(quantity) ?? '1',
    unitCode: quantity?.attributes.get('unitCode'),
    unitPrice: readOptionalDecimal(findElement(element, 'cac:Price', 'cbc:PriceAmount')),
    priceBaseQuantity: readOptionalDecimal(findElement(element, 'cac:Price', 'cbc:BaseQuantity')),
    netMinor: readAmount(requireElement(element, 'BT-131 line net amount', 'cbc:LineExtensionAmount'), currency),
    taxCategory: readText(item, 'cac:ClassifiedTaxCategory', 'cbc:ID'),
    taxPercent: readOptionalDecimal(findElement(item, 'cac:ClassifiedTaxCategory', 'cbc:Percent')),
    allowancesAndCharges: allowancesAndCharges.length === 0 ? undefined : allowancesAndCharges,
    sellerItemId: readText(item, 'cac:SellersItemIdentification', 'cbc:ID'),
    buyerItemId: readText(item, 'cac:BuyersItemIdentification', 'cbc:ID'),
    standardItemId: readText(item, 'cac:StandardItemIdentification', 'cbc:ID'),
    orderLineReference: readText(element, 'cac:OrderLineReference', 'cbc:LineID'),
    periodStartOn: readOptionalDay(findElement(element, 'cac:InvoicePeriod', 'cbc:StartDate')),
    periodEndOn: readOptionalDay(findElement(element, 'cac:InvoicePeriod', 'cbc:EndDate')),
    attributes: attributes.length === 0 ? undefined : attributes,
    subLines: subLines.length === 0 ? undefined : subLines,
  })
}
