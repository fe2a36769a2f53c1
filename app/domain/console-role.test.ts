import { describe, expect, it } from 'vitest'
import { CONSOLE_ROLES, isPermitted } from './console-role'

describe('console roles', () => {
  it('let everyone read, collectors manage links, payments, disputes and agreements, and owners alone the rest', () => {
    const able = (permission: Parameters<typeof isPermitted>[1]) =>
      CONSOLE_ROLES.filter((role) => isPermitted(role, permission))
    expect(able('records.read')).toEqual(['owner', 'collector', 'viewer'])
    expect(able('links.manage')).toEqual(['owner', 'collector'])
    expect(able('payments.manage')).toEqual(['owner', 'collector'])
    expect(able('disputes.manage')).toEqual(['owner', 'collector'])
    expect(able('agreements.manage')).toEqual(['owner', 'collector'])
    expect(able('jobs.manage')).toEqual(['owner'])
    expect(able('webhooks.manage')).toEqual(['owner'])
    expect(able('users.manage')).toEqual(['owner'])
    expect(able('policies.manage')).toEqual(['owner'])
    expect(able('api-keys.manage')).toEqual(['owner'])
  })
})
