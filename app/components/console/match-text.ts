import type { TFunction } from 'i18next'
import type { MatchObstacle, MatchReason } from '~/domain/match-reason'
import type { Formatters } from '~/i18n/formatters'

const NO_PARAMS = { reference: '', number: '', other: '', amount: '', open: '', currency: '', name: '' }

/** What speaks for a match, in the reader's words. */
export function describeReason(t: TFunction<'console'>, reason: MatchReason, format: Formatters): string {
  return t(`matching.reason.${reason.kind}`, fillIn(reason.params, format))
}

/** Why a person decides, in the reader's words. */
export function describeObstacle(t: TFunction<'console'>, obstacle: MatchObstacle, format: Formatters): string {
  return t(`matching.obstacle.${obstacle.kind}`, fillIn(obstacle.params, format))
}

/** Each text uses those that it comes with. */
function fillIn(params: MatchReason['params'], format: Formatters): typeof NO_PARAMS {
  const written = Object.entries(params).map(([name, value]): [string, string] => [
    name,
    typeof value === 'string' ? value : format.money(value.amountMinor, value.currency),
  ])
  return { ...NO_PARAMS, ...Object.fromEntries(written) }
}
