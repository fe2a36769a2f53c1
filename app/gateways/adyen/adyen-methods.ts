/** Our payment methods in Adyen's words: https://docs.adyen.com/payment-methods/payment-method-types */
import type { PaymentMethodKind } from '~/domain/payment-method'
import type { MethodContext } from '~/use-cases/ports/payment-gateway'
import { listLocalMethods } from '../method-reach'
import { findChargeStep } from '../minor-units'

/** The types that stand for each; where there are several, payers of the one get the other. */
const NAMES = [
  ['card', ['scheme']],
  ['sepa_debit', ['sepadirectdebit']],
  ['bacs_debit', ['directdebit_GB']],
  ['ach_debit', ['ach']],
  ['ideal', ['ideal']],
  ['bancontact', ['bcmc', 'bcmc_mobile']],
  ['przelewy24', ['onlineBanking_PL']],
] as const satisfies readonly (readonly [PaymentMethodKind, readonly [string, ...string[]]])[]

/** Beginnings of the types by which webhooks name cards: visastandarddebit, mcsuperpremiumcredit, amex ... */
const CARDS = [
  ...['visa', 'electron', 'mc', 'maestro', 'amex', 'diners', 'discover', 'jcb', 'cup', 'cartebancaire', 'dankort'],
  ...['elo', 'hipercard', 'hiper', 'troy', 'uatp', 'eftpos', 'interac', 'rupay', 'korean', 'scheme'],
]

/** How a creditor's account takes money that was authorised. */
export type AdyenCapture = 'automatic' | 'manual'

/**
 * The methods Adyen can take; which of them an account has is seen on its page. Where captures are asked for one by
 * one, cards alone: other methods capture by themselves and report no capture, so it would never be known that they
 * paid.
 */
export function listAdyenMethods(context: MethodContext, capture: AdyenCapture): PaymentMethodKind[] {
  if (findChargeStep('adyen', context.currency) === null) return []
  if (capture === 'manual') return ['card']
  // Adyen's online banking in Poland is in zloty.
  const local = listLocalMethods(context).filter((kind) => kind !== 'przelewy24' || context.currency === 'PLN')
  return ['card', ...local, 'other']
}

/** What a page is narrowed to. Null: to nothing, it offers whatever the account has. */
export function toAdyenMethodTypes(methods: readonly PaymentMethodKind[], capture: AdyenCapture): string[] | null {
  const isOpen = methods.length === 0 || methods.includes('other')
  if (capture === 'manual') return isOpen || methods.includes('card') ? ['scheme'] : []
  if (isOpen) return null
  return NAMES.filter(([kind]) => methods.includes(kind)).flatMap(([, types]) => types)
}

/** By what a kept method is charged; null where Adyen is to know it by the method itself. */
export function toAdyenMethodType(kind: PaymentMethodKind): string | null {
  return NAMES.find(([name]) => name === kind)?.[1][0] ?? null
}

/** `other` for what has no name of its own here. */
export function fromAdyenMethodType(type: string): PaymentMethodKind {
  const named = NAMES.find(([, types]) => types.some((name) => name === type))
  if (named) return named[0]
  return CARDS.some((card) => type.startsWith(card)) ? 'card' : 'other'
}
