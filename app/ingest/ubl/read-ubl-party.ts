import type { Party } from '~/domain/invoice'
import { omitUndefined } from '../omit-undefined'
import { findElement, listElements, readText, readTexts, type XmlElement } from '../xml/xml-element'

/** BG-4, BG-7 or BG-10. The legal name is the name; PartyName is the trading name where it differs. */
export function readUblParty(element: XmlElement): Party {
  const legalName = readText(element, 'cac:PartyLegalEntity', 'cbc:RegistrationName')
  const partyName = readText(element, 'cac:PartyName', 'cbc:Name')
  const address = findElement(element, 'cac:PostalAddress')
  const contact = findElement(element, 'cac:Contact')
  const endpoint = findElement(element, 'cbc:EndpointID')
  const scheme = endpoint?.attributes.get('schemeID')
  const identifiers = listElements(element, 'cac:PartyIdentification').flatMap((part) => readTexts(part, 'cbc:ID'))
  const vat = listElements(element, 'cac:PartyTaxScheme').find(
    (part) => readText(part, 'cac:TaxScheme', 'cbc:ID') === 'VAT',
  )
  const addressLines = [
    readText(address, 'cbc:StreetName'),
    readText(address, 'cbc:AdditionalStreetName'),
    readText(address, 'cac:AddressLine', 'cbc:Line'),
  ].filter((line) => line !== undefined)
  return omitUndefined<Party>({
    name: legalName ?? partyName ?? '',
    tradingName: legalName !== undefined && partyName !== legalName ? partyName : undefined,
    identifiers: identifiers.length === 0 ? undefined : identifiers,
    legalRegistrationId: readText(element, 'cac:PartyLegalEntity', 'cbc:CompanyID'),
    vatId: readText(vat, 'cbc:CompanyID'),
    electronicAddress:
      endpoint && endpoint.text !== ''
        ? { value: endpoint.text, ...(scheme === undefined ? {} : { scheme }) }
        : undefined,
    addressLines: addressLines.length === 0 ? undefined : addressLines,
    city: readText(address, 'cbc:CityName'),
    postalCode: readText(address, 'cbc:PostalZone'),
    region: readText(address, 'cbc:CountrySubentity'),
    countryCode: readText(address, 'cac:Country', 'cbc:IdentificationCode'),
    contactName: readText(contact, 'cbc:Name'),
    contactPhone: readText(contact, 'cbc:Telephone'),
    contactEmail: readText(contact, 'cbc:ElectronicMail'),
  })
}
