import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { findMemberChangeRefusal, type ConsoleMember, type MemberChange } from './console-administration'
import { CONSOLE_ROLES } from './console-role'
import type { ConsoleUserId } from './ids'

const id = (name: string) => name as ConsoleUserId

const member = (name: string, overrides: Partial<ConsoleMember> = {}): ConsoleMember => ({
  id: id(name),
  role: 'owner',
  isDisabled: false,
  hasPassword: true,
  ...overrides,
})

const refuse = (members: ConsoleMember[], by: string, of: string, change: MemberChange) =>
  findMemberChangeRefusal(members, { by: id(by), of: id(of), change })

function applyMemberChange(member: ConsoleMember, change: MemberChange): ConsoleMember {
  return change.kind === 'role'
    ? { ...member, role: change.role }
    : { ...member, isDisabled: change.kind === 'disable' }
}

describe('who may change whose access', () => {
  const disable = { kind: 'disable' } as const

  it('an owner may change everybody else, other owners too', () => {
    const members = [member('anke'), member('berta'), member('carl', { role: 'viewer' })]
    expect(refuse(members, 'anke', 'carl', { kind: 'role', role: 'owner' })).toBeNull()
    expect(refuse(members, 'anke', 'berta', { kind: 'role', role: 'viewer' })).toBeNull()
    expect(refuse(members, 'anke', 'berta', disable)).toBeNull()
  })

  it('nobody but an owner who can sign in may change anything', () => {
    const members = [
      member('anke'),
      member('collector', { role: 'collector' }),
      member('disabled', { isDisabled: true }),
      member('invited', { hasPassword: false }),
    ]
    for (const by of ['collector', 'disabled', 'invited', 'stranger']) {
      expect(refuse(members, by, 'anke', disable)).toBe('not_permitted')
    }
  })

  it('nobody takes anything from oneself, and the only owner is told why', () => {
    const alone = [member('anke'), member('berta', { hasPassword: false }), member('carl', { isDisabled: true })]
    expect(refuse(alone, 'anke', 'anke', disable)).toBe('last_owner')
    expect(refuse(alone, 'anke', 'anke', { kind: 'role', role: 'viewer' })).toBe('last_owner')
    expect(refuse([...alone, member('dora')], 'anke', 'anke', disable)).toBe('oneself')
    expect(refuse(alone, 'anke', 'anke', { kind: 'role', role: 'owner' })).toBeNull()
  })

  it('is refused for who is not there', () => {
    expect(refuse([member('anke')], 'anke', 'nobody', disable)).toBe('unknown_user')
  })

  it('leaves somebody who can look after the others, whatever is done', () => {
    const names = ['a', 'b', 'c', 'd']
    const change = fc.oneof(
      fc.record({ kind: fc.constant('role' as const), role: fc.constantFrom(...CONSOLE_ROLES) }),
      fc.constantFrom({ kind: 'disable' as const }, { kind: 'enable' as const }),
    )
    const members = fc
      .tuple(
        ...names.map((name) =>
          fc
            .record({ role: fc.constantFrom(...CONSOLE_ROLES), isDisabled: fc.boolean(), hasPassword: fc.boolean() })
            .map((rest) => member(name, rest)),
        ),
      )
      .filter((all) => all.some(({ role, isDisabled, hasPassword }) => role === 'owner' && !isDisabled && hasPassword))
    const step = fc.record({ by: fc.constantFrom(...names), of: fc.constantFrom(...names), change })
    fc.assert(
      fc.property(members, fc.array(step, { maxLength: 30 }), (begun, steps) => {
        let now: ConsoleMember[] = begun
        for (const { by, of, change: wanted } of steps) {
          if (refuse(now, by, of, wanted) !== null) continue
          now = now.map((each) => (each.id === of ? applyMemberChange(each, wanted) : each))
        }
        expect(now.some((each) => each.role === 'owner' && !each.isDisabled && each.hasPassword)).toBe(true)
      }),
    )
  })
})
