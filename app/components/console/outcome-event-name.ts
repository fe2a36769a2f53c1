import type { TFunction } from 'i18next'
import { isOutcomeEventType } from '~/domain/outcome-event'

/** What happened, in the reader's words; by the type itself where a newer version recorded one that this cannot name. */
export function nameOutcomeEvent(t: TFunction<'console'>, type: string): string {
  return isOutcomeEventType(type) ? t(`event.${type}`) : type
}
