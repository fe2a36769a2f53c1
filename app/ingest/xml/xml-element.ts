/** A small read-only tree of an XML file, and the ways of reading it. */
import { refuse } from '../ingest-refusal'

export interface XmlElement {
  /** Local name with the canonical prefix of its namespace (`cbc:ID`), whatever prefix the file used. */
  readonly name: string
  /** Unprefixed attributes by name. */
  readonly attributes: ReadonlyMap<string, string>
  readonly children: XmlElement[]
  /** Text without surrounding space; empty for an element that has child elements. */
  text: string
  /** Line of the start tag, from 1. */
  readonly line: number
  readonly parent: XmlElement | null
}

/** The first element reached by going down `path`, at each level through the first child of that name that leads on. */
export function findElement(element: XmlElement | undefined, ...path: string[]): XmlElement | undefined {
  const [name, ...rest] = path
  if (element === undefined || name === undefined) return element
  for (const child of element.children) {
    if (child.name !== name) continue
    const found = findElement(child, ...rest)
    if (found) return found
  }
  return undefined
}

/** The children of that name, in order. */
export function listElements(element: XmlElement | undefined, name: string): XmlElement[] {
  return element === undefined ? [] : element.children.filter((child) => child.name === name)
}

/** The text at `path`, or undefined where the element is absent or empty. */
export function readText(element: XmlElement | undefined, ...path: string[]): string | undefined {
  const text = findElement(element, ...path)?.text
  return text === '' ? undefined : text
}

/** The texts of the children of that name that are not empty. */
export function readTexts(element: XmlElement | undefined, name: string): string[] {
  return listElements(element, name)
    .map((child) => child.text)
    .filter((text) => text !== '')
}

/** The text at `path`; refuses the document where it is absent, naming the business term. */
export function requireText(element: XmlElement, term: string, ...path: string[]): string {
  return readText(element, ...path) ?? refuseMissing(element, term, ...path)
}

/** The element at `path`; refuses the document where it is absent. */
export function requireElement(element: XmlElement, term: string, ...path: string[]): XmlElement {
  return findElement(element, ...path) ?? refuseMissing(element, term, ...path)
}

function refuseMissing(element: XmlElement, term: string, ...path: string[]): never {
  return refuse('missing_field', `${term} is missing`, {
    line: element.line,
    element: [describePath(element), ...path].join('/'),
  })
}

/** The place of an element, for a refusal: `/Invoice/cac:InvoiceLine[3]/cbc:ID` with its line. */
export function placeOf(element: XmlElement): { line: number; element: string } {
  return { line: element.line, element: describePath(element) }
}

function describePath(element: XmlElement): string {
  const { parent } = element
  if (parent === null) return `/${element.name}`
  const siblings = listElements(parent, element.name)
  const position = siblings.length > 1 ? `[${siblings.indexOf(element) + 1}]` : ''
  return `${describePath(parent)}/${element.name}${position}`
}
