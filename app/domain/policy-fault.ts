/** What is wrong with a policy that somebody wants: where, and why. */

export type PolicyFaultCode =
  | 'duplicate'
  | 'overlaps'
  | 'out_of_range'
  | 'minimum_above_maximum'
  | 'no_limit'
  | 'gateway_not_available'
  | 'not_a_country'
  | 'source_missing'

export interface PolicyFault {
  /** JSON pointer (RFC 6901) into the policy. */
  readonly pointer: string
  readonly code: PolicyFaultCode
}

/** Points at every entry that an earlier one equals. */
export function findDuplicates(pointer: string, entries: readonly string[]): PolicyFault[] {
  return entries.flatMap((entry, index) =>
    entries.indexOf(entry) === index ? [] : [{ pointer: `${pointer}/${index}`, code: 'duplicate' as const }],
  )
}

/** One fault where `value` is below `minimum` or above `maximum`, or no number; none otherwise. */
export function findOutOfRange(pointer: string, value: number, minimum: number, maximum: number): PolicyFault[] {
  return value >= minimum && value <= maximum ? [] : [{ pointer, code: 'out_of_range' }]
}
