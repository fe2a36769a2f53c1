/** What the UBL and the CII writer share: nodes as plain objects, amounts as decimals, and the builder. */
import XMLBuilder from 'fast-xml-builder'
import type { CurrencyCode } from '~/domain/currency'
import { formatMinorAsDecimal } from '~/domain/money'
import type { SampleFormat } from './sample-invoice'

/** Children by element name, attributes by `@name`, text beside attributes as `#text`; undefined is left out. */
export interface XmlNode {
  [name: string]: XmlValue
}
export type XmlValue = string | XmlNode | readonly XmlValue[] | undefined

/** BT-24 by format. `plain-ubl` claims no specification. */
export const customizationIds: Readonly<Record<Exclude<SampleFormat, 'csv' | 'plain-ubl'>, string>> = {
  'xrechnung-ubl': 'urn:cen.eu:en16931:2017#compliant#urn:xeinkauf.de:kosit:xrechnung_3.0',
  'peppol-ubl': 'urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0',
  'factur-x-cii': 'urn:cen.eu:en16931:2017',
}

/** BT-23, the billing process of Peppol. */
export const billingProcessId = 'urn:fdc:peppol.eu:2017:poacc:billing:01:1.0'

/** Serializes one root element as UTF-8 with an XML declaration. */
export function writeXml(rootName: string, root: XmlNode): Uint8Array {
  const builder = new XMLBuilder({
    ignoreAttributes: false,
    attributeNamePrefix: '@',
    format: true,
    indentBy: '  ',
    suppressEmptyNode: true,
  })
  return Buffer.from(`<?xml version="1.0" encoding="UTF-8"?>\n${builder.build({ [rootName]: root })}`, 'utf8')
}

/** An amount without its currency, as CII writes most of them. */
export function writeAmount(amountMinor: number, currency: CurrencyCode): string {
  return formatMinorAsDecimal(amountMinor, currency)
}

/** An amount with `currencyID`, as UBL writes all of them. */
export function writeCurrencyAmount(amountMinor: number, currency: CurrencyCode): XmlNode {
  return { '@currencyID': currency, '#text': formatMinorAsDecimal(amountMinor, currency) }
}

/** `build(value)` where there is a value, else undefined. */
export function whenPresent<Value>(value: Value | undefined, build: (value: Value) => XmlValue): XmlValue {
  return value === undefined ? undefined : build(value)
}
