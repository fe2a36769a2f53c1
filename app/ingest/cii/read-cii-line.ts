import type { CurrencyCode } from '~/domain/currency'
import type { InvoiceLine } from '~/domain/invoice'
import { omitUndefined } from '../omit-undefined'
import { readAmount, readOptionalDecimal } from '../xml/read-values'
import { findElement, listElements, readText, readTexts, requireElement, type XmlElement } from '../xml/xml-element'
import { readOptionalCiiDay } from './read-cii-day'
import { readCiiAllowanceCharge } from './read-cii-allowance-charge'

/**
 * Tells whether a line's amount counts towards BT-106. Factur-X EXTENDED marks lines that only head a group or inform
 * (BT-X-8: GROUP, INFORMATION); their amounts are in the DETAIL lines, or are none.
 */
export function isBilledCiiLine(element: XmlElement): boolean {
  const status = readText(element, 'ram:AssociatedDocumentLineDocument', 'ram:LineStatusReasonCode')
  return status !== 'GROUP' && status !== 'INFORMATION'
}

/** BG-25. */
export function readCiiLine(element: XmlElement, currency: CurrencyCode): InvoiceLine {
  const document = findElement(element, 'ram:AssociatedDocumentLineDocument')
  const product = findElement(element, 'ram:SpecifiedTradeProduct')
  const agreement = findElement(element, 'ram:SpecifiedLineTradeAgreement')
  const settlement = requireElement(element, 'the line settlement', 'ram:SpecifiedLineTradeSettlement')
  const tax = findElement(settlement, 'ram:ApplicableTradeTax')
  const period = findElement(settlement, 'ram:BillingSpecifiedPeriod')
  const price =
    findElement(agreement, 'ram:NetPriceProductTradePrice') ?? findElement(agreement, 'ram:GrossPriceProductTradePrice')
  const quantity = findElement(element, 'ram:SpecifiedLineTradeDelivery', 'ram:BilledQuantity')
  const lineId = readText(document, 'ram:LineID') ?? ''
  const description = readText(product, 'ram:Description')
  const notes = listElements(document, 'ram:IncludedNote').flatMap((note) => readTexts(note, 'ram:Content'))
  const allowancesAndCharges = listElements(settlement, 'ram:SpecifiedTradeAllowanceCharge').map((part) =>
    readCiiAllowanceCharge(part, currency),
  )
  const attributes = listElements(product, 'ram:ApplicableProductCharacteristic').flatMap((characteristic) => {
    const [name, value] = [readText(characteristic, 'ram:Description'), readText(characteristic, 'ram:Value')]
    return name === undefined || value === undefined ? [] : [{ name, value }]
  })
  return omitUndefined<InvoiceLine>({
    lineId,
    name: readText(product, 'ram:Name') ?? description ?? notes[0] ?? lineId,
    description,
    note: notes.length === 0 ? undefined : notes.join('\n'),
    quantity: readOptionalDecimal(quantity) ?? '1',
    unitCode: quantity?.attributes.get('unitCode'),
    unitPrice: readOptionalDecimal(findElement(price, 'ram:ChargeAmount')),
    priceBaseQuantity: readOptionalDecimal(findElement(price, 'ram:BasisQuantity')),
    netMinor: readAmount(
      requireElement(
        settlement,
        'BT-131 line net amount',
        'ram:SpecifiedTradeSettlementLineMonetarySummation',
        'ram:LineTotalAmount',
      ),
      currency,
    ),
    taxCategory: readText(tax, 'ram:CategoryCode'),
    taxPercent: readOptionalDecimal(findElement(tax, 'ram:RateApplicablePercent')),
    allowancesAndCharges: allowancesAndCharges.length === 0 ? undefined : allowancesAndCharges,
    sellerItemId: readText(product, 'ram:SellerAssignedID'),
    buyerItemId: readText(product, 'ram:BuyerAssignedID'),
    standardItemId: readText(product, 'ram:GlobalID'),
    orderLineReference: readText(agreement, 'ram:BuyerOrderReferencedDocument', 'ram:LineID'),
    periodStartOn: readOptionalCiiDay(findElement(period, 'ram:StartDateTime')),
    periodEndOn: readOptionalCiiDay(findElement(period, 'ram:EndDateTime')),
    attributes: attributes.length === 0 ? undefined : attributes,
  })
}
