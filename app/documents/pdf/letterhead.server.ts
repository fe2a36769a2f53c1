/** What every document begins and ends with: who writes to whom, and how the document is checked. */
import type { TFunction } from 'i18next'
import { deriveBrandColors } from '~/domain/brand-color'
import { formatDocumentCode } from '~/domain/issued-document'
import { getFormatters, type Formatters } from '~/i18n/formatters'
import { chooseLanguage, getDirection } from '~/i18n/languages'
import type { NAMESPACES } from '~/i18n/options'
import { getTranslate, getTranslations } from '~/i18n/translator.server'
import type { DocumentFrame } from '~/use-cases/ports/document-printer'
import { drawQrSymbol } from '../draw-qr-symbol.server'
import { Paper, SOFT, type TextStyle } from './paper.server'
import { Table, type Column } from './table.server'
import { isolate } from './typeset.server'

export type Translate = TFunction<typeof NAMESPACES>

export interface SharedWords {
  readonly statement: TFunction<'statement'>
  readonly invoice: TFunction<'invoice'>
  readonly pay: TFunction<'pay'>
  readonly claims: TFunction<'claims'>
}

/** A document that is being written, in the reader's words. */
export interface Sheet {
  readonly paper: Paper
  readonly t: Translate
  /** For words that pages say too, each of one namespace. */
  readonly words: SharedWords
  readonly format: Formatters
  readonly frame: DocumentFrame
}

const TITLE: TextStyle = { size: 19, isBold: true }
export const HEADING: TextStyle = { size: 12, isBold: true }
export const BODY: TextStyle = { size: 9 }
export const SOFT_BODY: TextStyle = { size: 8.5, color: SOFT }

const QR_SIZE = 72
const LOGO = { width: 180, height: 44 }

export function getWords(frame: DocumentFrame): Pick<Sheet, 't' | 'words' | 'format'> {
  const language = chooseLanguage([frame.language])
  const translations = getTranslations(language)
  return {
    t: getTranslate(language),
    words: {
      statement: translations.getFixedT(language, 'statement'),
      invoice: translations.getFixedT(language, 'invoice'),
      pay: translations.getFixedT(language, 'pay'),
      claims: translations.getFixedT(language, 'claims'),
    },
    format: getFormatters(frame.formatLocale, frame.creditor.timeZone),
  }
}

/** Begins a document. `title` is its own, without whose it is. */
export function openSheet(frame: DocumentFrame, title: string): Sheet {
  const { t, words, format } = getWords(frame)
  const language = chooseLanguage([frame.language])
  const { creditor, debtor, checkAddress, issuedAt } = frame
  const direction = getDirection(language)
  const code = formatDocumentCode(frame.code)
  const paper = new Paper({
    title: `${title} – ${creditor.name}`,
    author: creditor.name,
    language,
    direction,
    color: deriveBrandColors(creditor.brandColor)?.light ?? '#1f3f77',
    createdAt: issuedAt,
    runningHead: [creditor.name, title, debtor.name].map((part) => isolate(part, direction)).join(' · '),
    foot: t('paper:foot', { code, address: checkAddress.replace(/^https?:\/\//, '') }),
    pageLabel: (page) => t('paper:page', { page: format.integer(page) }),
  })
  const sheet = { paper, t, words, format, frame }
  writeParties(sheet)
  paper.text('H1', title, TITLE, 2)
  return sheet
}

/** Sender and receiver side by side, as in a letter's head. */
function writeParties({ paper, t, frame }: Sheet): void {
  const { creditor, debtor, logo } = frame
  paper.y += 10
  const logoHeight = logo === null ? null : paper.picture(logo, 0, LOGO.width, LOGO.height, creditor.name)
  if (logoHeight !== null) paper.y += logoHeight + 8
  const top = paper.y
  const half = paper.width / 2
  const sender = writeColumn(paper, 0, half - 12, creditor.name, [
    ...creditor.addressLines,
    ...(creditor.vatId === null ? [] : [`${t('invoice:parties.vatId')} ${creditor.vatId}`]),
    creditor.supportEmail,
    ...(creditor.supportPhone === null ? [] : [isolate(creditor.supportPhone, paper.settings.direction)]),
  ])
  paper.y = top
  const receiver = writeColumn(paper, half, half, debtor.name, [
    ...debtor.addressLines,
    ...(debtor.vatId === null ? [] : [`${t('invoice:parties.vatId')} ${debtor.vatId}`]),
    `${t('statement:customerNumber')} ${debtor.externalId}`,
  ])
  paper.y = Math.max(sender, receiver) + 18
}

/** Where the column ends. */
function writeColumn(paper: Paper, start: number, width: number, name: string, lines: readonly string[]): number {
  const element = paper.open('P')
  paper.fill(element, () => {
    const write = (text: string, style: TextStyle) => {
      for (const line of paper.break(text, width, style)) {
        paper.drawLine(line, start, paper.y, width, style)
        paper.y += paper.lineHeight(style)
      }
    }
    write(name, { size: 10, isBold: true })
    for (const line of lines) if (line !== '') write(line, SOFT_BODY)
  })
  element.end()
  return paper.y
}

/** Names and values, one a row; what has no value is left out. */
export function writeFacts(
  { paper }: Pick<Sheet, 'paper'>,
  facts: readonly (readonly [name: string, value: string | null | undefined])[],
  { width, valueAlign = 'start' }: { width?: number; valueAlign?: 'start' | 'end' } = {},
): void {
  const known = facts.filter((fact): fact is readonly [string, string] => Boolean(fact[1]))
  if (known.length === 0) return
  const columns: Column[] = [
    { head: '', share: 2 },
    { head: '', share: valueAlign === 'end' ? 1.4 : 4, align: valueAlign },
  ]
  const table = new Table(paper, { columns, caption: null, hasHead: false, ...(width === undefined ? {} : { width }) })
  for (const [name, value] of known) table.row([{ text: name }, { text: value }])
  table.close()
}

/** Ends a document: how it is checked, by whom it was issued and when. */
export function closeSheet({ paper, t, format, frame }: Sheet): void {
  const { checkUrl, checkAddress, code, issuedAt } = frame
  paper.y += 6
  paper.ensure(QR_SIZE + 40)
  paper.text('H2', t('paper:check.title'), { ...HEADING, size: 10 }, 3)
  const top = paper.y
  const symbol = drawQrSymbol(checkUrl, 'link')
  paper.figure(symbol.path, symbol.size, 0, QR_SIZE, t('paper:check.qr', { address: checkUrl }))
  const [start, width] = [QR_SIZE + 14, paper.width - QR_SIZE - 14]
  const element = paper.open('P')
  paper.fill(element, () => {
    for (const [text, style] of [
      [formatDocumentCode(code), { size: 13, isBold: true }],
      [t('paper:check.text', { address: checkAddress }), SOFT_BODY],
      [t('paper:check.issued', { at: format.instant(issuedAt) }), SOFT_BODY],
    ] as const) {
      for (const line of paper.break(text, width, style)) {
        paper.drawLine(line, start, paper.y, width, style)
        paper.y += paper.lineHeight(style)
      }
    }
  })
  element.end()
  paper.y = Math.max(paper.y, top + QR_SIZE)
  paper.finish()
}
