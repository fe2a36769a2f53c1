/** XML bytes to a document, whichever of the two vocabularies it is. */
import type { InvoiceDocument } from '~/domain/invoice'
import { fail, succeed, type Result } from '~/domain/result'
import { readCiiDocument } from '../cii/read-cii-document'
import type { IngestLimits } from '../ingest-limits'
import { catchRefusal, refuse, type IngestRefusal } from '../ingest-refusal'
import { readUblDocument } from '../ubl/read-ubl-document'
import { parseXml, type XmlVocabulary } from './parse-xml'
import { findElement, placeOf, readText, type XmlElement } from './xml-element'

const vocabulary: XmlVocabulary = {
  prefixByNamespace: new Map([
    ['urn:oasis:names:specification:ubl:schema:xsd:Invoice-2', ''],
    ['urn:oasis:names:specification:ubl:schema:xsd:CreditNote-2', ''],
    ['urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2', 'cac'],
    ['urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2', 'cbc'],
    ['urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100', 'rsm'],
    ['urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100', 'ram'],
    ['urn:un:unece:uncefact:data:standard:UnqualifiedDataType:100', 'udt'],
    ['urn:un:unece:uncefact:data:standard:QualifiedDataType:100', 'qdt'],
  ]),
}

const ZUGFERD_1_ROOT = '{urn:ferd:CrossIndustryDocument:invoice:1p0}CrossIndustryDocument'

export interface XmlDocument {
  format: 'ubl' | 'cii'
  document: InvoiceDocument
}

/** Reads a UBL or CII document; a refusal names line, element and, where it could be read, the document's number. */
export function readXmlDocument(bytes: Uint8Array, limits: IngestLimits): Result<XmlDocument, IngestRefusal> {
  const parsed = catchRefusal(() => parseXml(bytes, vocabulary, limits))
  if (!parsed.ok) return parsed
  const root = parsed.value
  const read = catchRefusal(() => readRoot(root, limits))
  if (read.ok) return succeed(read.value)
  const number = readText(root, 'cbc:ID') ?? readText(findElement(root, 'rsm:ExchangedDocument'), 'ram:ID')
  return fail(number === undefined ? read.failure : { ...read.failure, number: number.slice(0, 200) })
}

function readRoot(root: XmlElement, limits: IngestLimits): XmlDocument {
  if (root.name === 'Invoice' || root.name === 'CreditNote')
    return { format: 'ubl', document: readUblDocument(root, limits) }
  if (root.name === 'rsm:CrossIndustryInvoice') return { format: 'cii', document: readCiiDocument(root, limits) }
  if (root.name === ZUGFERD_1_ROOT) {
    return refuse('unsupported_format', 'ZUGFeRD 1 is not read; version 2 (Factur-X) and later are', placeOf(root))
  }
  return refuse('unknown_format', `the root element is ${root.name}, neither a UBL nor a CII invoice`, placeOf(root))
}
