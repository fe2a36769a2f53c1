/** What Stripe answers to a request that does not fit its contract. */
import type { ErrorObject } from 'ajv'
import { refuse } from './failures'
import type { StripeFailure } from './failures'

/**
 * One refusal out of all that a schema found. Where alternatives were tried, each of them complains; the one that tells
 * most is that of the alternative which was meant.
 */
export function describeProblem(errors: readonly ErrorObject[]): StripeFailure {
  const unknown = errors.find((error) => error.keyword === 'additionalProperties')
  if (unknown) {
    const param = nameParameter(unknown, unknown.params['additionalProperty'])
    return refuse(`Received unknown parameter: ${param}`, { code: 'parameter_unknown', param })
  }
  const missing = errors.find((error) => error.keyword === 'required')
  if (missing) {
    const param = nameParameter(missing, missing.params['missingProperty'])
    return refuse(`Missing required param: ${param}.`, { code: 'parameter_missing', param })
  }
  const empty = errors.find((error) => error.keyword === 'minLength')
  if (empty) {
    const param = nameParameter(empty)
    return refuse(
      `You passed an empty string for '${param}'. We assume empty values are an attempt to unset a parameter; however '${param}' cannot be unset.`,
      { code: 'parameter_invalid_empty', param },
    )
  }
  const choice = errors.find((error) => error.keyword === 'const')
  if (choice) {
    const param = nameParameter(choice)
    const allowed = errors
      .filter((error) => error.keyword === 'const' && error.instancePath === choice.instancePath)
      .map((error) => String(error.params['allowedValue']))
      .filter((value) => value !== '')
    return refuse(`Invalid ${param}: must be one of ${allowed.join(', ')}`, { param })
  }
  const wrong = errors.find((error) => error.keyword === 'type' && error.params['type'] !== 'null') ?? errors[0]
  if (!wrong) throw new Error('A refused request has a reason.')
  const param = nameParameter(wrong)
  const type = wrong.keyword === 'type' ? String(wrong.params['type']) : 'value'
  return refuse(`Invalid ${type}: ${param}`, {
    ...(type === 'integer' || type === 'boolean' ? { code: `parameter_invalid_${type}` } : {}),
    param,
  })
}

/** `/line_items/0/quantity` as Stripe writes it: `line_items[0][quantity]`. */
function nameParameter(error: ErrorObject, last?: unknown): string {
  const [first, ...rest] = [...error.instancePath.split('/').slice(1), ...(typeof last === 'string' ? [last] : [])]
  return `${first ?? ''}${rest.map((name) => `[${name}]`).join('')}`
}
