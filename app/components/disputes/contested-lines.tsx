/** The lines of an invoice to choose from: a box each and, where it is ticked, how much of the line is meant. */
import { useTranslation } from '~/i18n/use-translation'
import { getCurrencySign } from '~/i18n/currency-sign'
import type { Formatters } from '~/i18n/formatters'
import { Badge } from '../badge'
import { SelectField, TextField } from '../form-field'
import { createUnitNames } from '../unit-names'
import { fieldIds, nameField, type InvoiceEntry, type LineEntry } from './dispute-entry'
import type { ContestableInvoice, ContestableLine } from './shown-dispute'

interface ContestedLinesProps {
  invoice: ContestableInvoice
  /** Place of the invoice in the form. */
  index: number
  entry: InvoiceEntry
  /** By id of the field. */
  problems: ReadonlyMap<string, string>
  format: Formatters
}

export function ContestedLines({ invoice, index, entry, problems, format }: ContestedLinesProps) {
  return (
    <ul className="contested">
      {invoice.lines.map((line) => (
        <ContestedLine
          key={line.position}
          line={line}
          invoice={invoice}
          index={index}
          typed={entry.ticked.get(line.position)}
          problems={problems}
          format={format}
        />
      ))}
    </ul>
  )
}

interface ContestedLineProps extends Omit<ContestedLinesProps, 'entry'> {
  line: ContestableLine
  typed: LineEntry | undefined
}

function ContestedLine({ line, invoice, index, typed, problems, format }: ContestedLineProps) {
  const { t } = useTranslation('dispute')
  const { t: invoiceText } = useTranslation('invoice')
  const { position, name, quantity, unitCode, unitPrice, netMinor, taxRatio, mostMinor } = line
  const { currency } = invoice
  const most = format.money(mostMinor, currency)
  const count = `${format.decimal(quantity)} ${createUnitNames(invoiceText)(unitCode ?? '')}`.trim()
  const price = unitPrice === null ? null : format.price(unitPrice, currency)
  const facts = [price === null ? count : `${count} × ${price}`, t('choose.withTax', { amount: most })]
  const id = fieldIds.line(index, position)
  const problem = problems.get(id)
  const content = (
    <>
      <span>
        {position}. <bdi>{name}</bdi>
      </span>
      <small>{facts.join(' · ')}</small>
    </>
  )
  if (line.isContested) {
    return (
      <li>
        <div>
          {content} <Badge tone="warn">{t('choose.already')}</Badge>
        </div>
      </li>
    )
  }
  return (
    <li
      data-net={netMinor}
      data-most={mostMinor}
      data-tax={`${taxRatio.numerator}/${taxRatio.denominator}`}
      data-quantity={quantity}
      data-price={unitPrice ?? undefined}
    >
      <input
        type="checkbox"
        id={id}
        name={nameField.line(index)}
        value={position}
        defaultChecked={typed !== undefined}
        aria-describedby={problem === undefined ? undefined : `${id}-error`}
      />
      <label htmlFor={id}>
        {content}
        {problem === undefined ? null : (
          <span className="error" id={`${id}-error`}>
            {problem}
          </span>
        )}
      </label>
      <ClaimFields {...{ line, index, typed, problems, format, currency, count, price, most }} />
    </li>
  )
}

interface ClaimFieldsProps extends Omit<ContestedLineProps, 'invoice'> {
  currency: ContestableInvoice['currency']
  /** The line's own, as they are written. */
  count: string
  price: string | null
  most: string
}

function ClaimFields({ line, index, typed, problems, format, currency, count, price, most }: ClaimFieldsProps) {
  const { t } = useTranslation('dispute')
  const { position, name } = line
  const sign = getCurrencySign(currency, format.locale)
  const field = (kind: 'kind' | 'quantity' | 'price' | 'amount') => {
    const id = fieldIds.claim(kind, index, position)
    return { id, name: nameField.claim(kind, index, position), problem: problems.get(id) }
  }
  return (
    <div className="claim" role="group" aria-label={name}>
      <SelectField
        {...field('kind')}
        label={t('claim.kind')}
        defaultValue={typed?.kind ?? 'whole'}
        options={[
          { value: 'whole', text: t('claim.whole') },
          { value: 'quantity', text: t('claim.quantity') },
          ...(price === null ? [] : [{ value: 'price', text: t('claim.price') }]),
          { value: 'amount', text: t('claim.amount') },
        ]}
      />
      <div data-kind="quantity">
        <TextField
          {...field('quantity')}
          label={t('claim.quantityField')}
          hint={t('claim.quantityHint', { quantity: count })}
          defaultValue={typed?.quantity ?? ''}
          inputMode="decimal"
          autoComplete="off"
        />
      </div>
      {price === null ? null : (
        <div data-kind="price">
          <TextField
            {...field('price')}
            label={t('claim.priceField')}
            hint={t('claim.priceHint', { price })}
            currencySign={sign}
            defaultValue={typed?.price ?? ''}
          />
        </div>
      )}
      <div data-kind="amount">
        <TextField
          {...field('amount')}
          label={t('claim.amountField')}
          hint={t('claim.amountHint', { most })}
          currencySign={sign}
          defaultValue={typed?.amount ?? ''}
        />
      </div>
    </div>
  )
}
