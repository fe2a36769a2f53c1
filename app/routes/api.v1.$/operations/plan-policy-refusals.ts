import type { PolicyFault } from '~/domain/policy-fault'
import type { Problem } from '../problem'
import { FAULT_TEXTS } from './policies'

/** Everything that is wrong with a policy that stands in the body at `below`. */
export function refuseFaulty(faults: readonly PolicyFault[], below = ''): Problem {
  const errors = faults.map(({ pointer, code }) => ({
    in: 'body',
    pointer: `${below}${pointer}`,
    detail: FAULT_TEXTS[code],
  }))
  return { problem: 'policy-refused', members: { errors } }
}

/** What is wrong with a day. */
export function refuseDay(name: string, where: 'query' | 'body', detail: string): Problem {
  return { problem: 'policy-refused', members: { errors: [{ in: where, pointer: `/${name}`, detail }] } }
}
