/** Checks requests and answers against what the SDK's types say. */
import type { ValidateFunction } from 'ajv'
import { loadObjectValidators, loadRequestValidators } from './compile-validators'
import type { ObjectName, RequestName, Requests } from './contract'
import { describeProblem } from './request-problems'

export interface ContractSchemas {
  /**
   * Turns the strings of a form into the types of the SDK.
   * @throws StripeFailure (400) if a parameter is unknown, missing or of the wrong type.
   */
  parseRequest<Name extends RequestName>(name: Name, parameters: unknown): Requests[Name]
  /** @throws Error if the double itself made an object that Stripe's types do not admit. */
  assertObject(name: ObjectName, value: unknown): void
}

/** @param isStrict False to let pass what the SDK's types do not know. */
export async function loadContractSchemas(isStrict: boolean): Promise<ContractSchemas> {
  const requests = await loadRequestValidators(isStrict)
  const objects = await loadObjectValidators()
  return {
    parseRequest<Name extends RequestName>(name: Name, parameters: unknown) {
      const validate = requests.get(name) as ValidateFunction<Requests[Name]> | undefined
      if (!validate) throw new Error(`There is no schema of the request ${name}.`)
      if (validate(parameters)) return parameters
      throw describeProblem(validate.errors ?? [])
    },
    assertObject(name, value) {
      const validate = objects.get(name)
      if (!validate) throw new Error(`There is no schema of the object ${name}.`)
      if (validate(value)) return
      const problems = (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`)
      throw new Error(`No ${name} of Stripe: ${problems.join('; ')}`)
    },
  }
}
