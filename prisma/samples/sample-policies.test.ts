import { expect, it } from 'vitest'
import { BUNDLED_RATES } from '~/domain/bundled-rates'
import { findPolicyFaults, POLICY_KINDS, type PolicyKind } from '~/domain/creditor-policy'
import { findReferenceRate } from '~/domain/exchange-rate'
import { sampleCreditors } from './sample-creditors'
import { getSamplePolicies } from './sample-policies'

it.each(sampleCreditors.map(({ slug }) => slug))(
  'the policies of %s can count, and what it accepts has a rate',
  (slug) => {
    const policies = getSamplePolicies(slug)
    const findFaults = (kind: PolicyKind) => findPolicyFaults(kind, policies[kind], ['sandbox'])
    expect(POLICY_KINDS.flatMap((kind) => findFaults(kind))).toEqual([])
    const { accepted } = policies.currency
    expect(accepted.length).toBeGreaterThan(0)
    const [first] = accepted
    expect(accepted.filter((code) => findReferenceRate(BUNDLED_RATES, first!, code) === null)).toEqual([])
  },
)
