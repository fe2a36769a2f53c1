import type { Party } from '~/domain/invoice'
import { omitUndefined } from '../omit-undefined'
import { findElement, listElements, readText, readTexts, type XmlElement } from '../xml/xml-element'

/** BG-4, BG-7 or BG-10. The plain identifier comes before those of a public scheme: it is the trade partner's own. */
export function readCiiParty(element: XmlElement): Party {
  const legal = findElement(element, 'ram:SpecifiedLegalOrganization')
  const contact = findElement(element, 'ram:DefinedTradeContact')
  const address = findElement(element, 'ram:PostalTradeAddress')
  const electronic = findElement(element, 'ram:URIUniversalCommunication', 'ram:URIID')
  const scheme = electronic?.attributes.get('schemeID')
  const identifiers = [...readTexts(element, 'ram:ID'), ...readTexts(element, 'ram:GlobalID')]
  const vatIds = listElements(element, 'ram:SpecifiedTaxRegistration').flatMap((registration) =>
    listElements(registration, 'ram:ID').filter((id) => id.attributes.get('schemeID') === 'VA'),
  )
  const addressLines = [
    readText(address, 'ram:LineOne'),
    readText(address, 'ram:LineTwo'),
    readText(address, 'ram:LineThree'),
  ].filter((line) => line !== undefined)
  const tradingName = readText(legal, 'ram:TradingBusinessName')
  const name = readText(element, 'ram:Name')
  return omitUndefined<Party>({
    name: name ?? tradingName ?? '',
    tradingName: name !== undefined && tradingName !== name ? tradingName : undefined,
    identifiers: identifiers.length === 0 ? undefined : identifiers,
    legalRegistrationId: readText(legal, 'ram:ID'),
    vatId: vatIds.map((id) => id.text).find((text) => text !== ''),
    electronicAddress:
      electronic && electronic.text !== ''
        ? { value: electronic.text, ...(scheme === undefined ? {} : { scheme }) }
        : undefined,
    addressLines: addressLines.length === 0 ? undefined : addressLines,
    city: readText(address, 'ram:CityName'),
    postalCode: readText(address, 'ram:PostcodeCode'),
    region: readText(address, 'ram:CountrySubDivisionName'),
    countryCode: readText(address, 'ram:CountryID'),
    contactName: readText(contact, 'ram:PersonName') ?? readText(contact, 'ram:DepartmentName'),
    contactPhone: readText(contact, 'ram:TelephoneUniversalCommunication', 'ram:CompleteNumber'),
    contactEmail: readText(contact, 'ram:EmailURIUniversalCommunication', 'ram:URIID'),
  })
}
