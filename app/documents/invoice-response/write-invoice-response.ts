/** Writes a Peppol Invoice Response as UBL 2.1 ApplicationResponse: elements, and their order, as its syntax has them. */
import XMLBuilder from 'fast-xml-builder'
import type { Clarification, InvoiceResponse, ResponseParty } from '~/domain/invoice-response'

const NAMESPACES = {
  '@_xmlns': 'urn:oasis:names:specification:ubl:schema:xsd:ApplicationResponse-2',
  '@_xmlns:cac': 'urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2',
  '@_xmlns:cbc': 'urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2',
}
const SPECIFICATION = 'urn:fdc:peppol.eu:poacc:trns:invoice_response:3'
const PROFILE = 'urn:fdc:peppol.eu:poacc:bis:invoice_response:3'

type Element = { readonly [name: string]: string | Element | readonly Element[] }

export function writeInvoiceResponse(response: InvoiceResponse): string {
  const { sender, receiver, invoice, clarifications } = response
  const issued = response.issuedAt.toISOString()
  const document: Element = {
    'cbc:CustomizationID': SPECIFICATION,
    'cbc:ProfileID': PROFILE,
    'cbc:ID': writeText(response.id),
    'cbc:IssueDate': issued.slice(0, 10),
    'cbc:IssueTime': `${issued.slice(11, 19)}Z`,
    ...(response.note === null ? {} : { 'cbc:Note': writeText(response.note) }),
    'cac:SenderParty': { ...describeParty(sender), ...describeContact(sender) },
    'cac:ReceiverParty': describeParty(receiver),
    'cac:DocumentResponse': {
      'cac:Response': {
        'cbc:ResponseCode': response.code,
        'cbc:EffectiveDate': response.effectiveOn,
        'cac:Status': clarifications.map(describeClarification),
      },
      'cac:DocumentReference': {
        'cbc:ID': writeText(invoice.number),
        'cbc:IssueDate': invoice.issueOn,
        'cbc:DocumentTypeCode': writeText(invoice.typeCode),
      },
      'cac:IssuerParty': nameParty(receiver),
      'cac:RecipientParty': nameParty(sender),
    },
  }
  const builder = new XMLBuilder({ ignoreAttributes: false, format: true })
  return builder.build({
    '?xml': { '@_version': '1.0', '@_encoding': 'UTF-8' },
    ApplicationResponse: { ...NAMESPACES, ...document },
  })
}

function describeParty({ endpoint, vatId, name }: ResponseParty): Element {
  return {
    'cbc:EndpointID': { '@_schemeID': writeText(endpoint.scheme), '#text': writeText(endpoint.value) },
    ...identify(vatId),
    'cac:PartyLegalEntity': { 'cbc:RegistrationName': writeText(name) },
  }
}

function nameParty({ vatId, name }: ResponseParty): Element {
  return { ...identify(vatId), 'cac:PartyName': { 'cbc:Name': writeText(name) } }
}

function identify(vatId: string | null): Element {
  return vatId === null ? {} : { 'cac:PartyIdentification': { 'cbc:ID': writeText(vatId) } }
}

function describeContact({ contact }: ResponseParty): Element {
  if (contact === null || (contact.name === null && contact.email === null)) return {}
  return {
    'cac:Contact': {
      ...(contact.name === null ? {} : { 'cbc:Name': writeText(contact.name) }),
      ...(contact.email === null ? {} : { 'cbc:ElectronicMail': writeText(contact.email) }),
    },
  }
}

function describeClarification({ list, code, reason, conditions }: Clarification): Element {
  return {
    'cbc:StatusReasonCode': { '@_listID': list, '#text': code },
    ...(reason === null ? {} : { 'cbc:StatusReason': writeText(reason) }),
    'cac:Condition': conditions.map(({ term, value }) => ({
      'cbc:AttributeID': term,
      'cbc:Description': writeText(value),
    })),
  }
}

/** Without the characters that XML 1.0 cannot hold. */
function writeText(text: string): string {
  return text.replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '')
}
