import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createPathRegister, writePathPart } from './archive-paths'

describe('a path in an archive', () => {
  it.each([
    ['../../etc/passwd', '_.._etc_passwd'],
    ['..', '_'],
    ['C:\\x\\y.pdf', 'C__x_y.pdf'],
    ['con.xml', '_con.xml'],
    ['a\u0000b\u202egpj.exe', 'abgpj.exe'],
    [' Rechnung  1 . ', 'Rechnung 1'],
    [`${'x'.repeat(100)}.pdf`, `${'x'.repeat(76)}.pdf`],
  ])('of %j is %j', (name, part) => {
    expect(writePathPart(name)).toBe(part)
  })

  it('is never taken twice, on no system, and never leads anywhere else', () => {
    const names = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('a.pdf', 'A.PDF', 'a (2).pdf', '..', '', '/'))
    fc.assert(
      fc.property(fc.array(fc.tuple(names, names), { maxLength: 30 }), (entries) => {
        const register = createPathRegister()
        const paths = entries.map(([folder, name]) => register([folder], name))
        expect(new Set(paths.map((path) => path.toLowerCase())).size).toBe(paths.length)
        for (const path of paths) {
          expect(path.split('/')).toHaveLength(2)
          expect(path.split('/').some((part) => part === '' || part === '.' || part === '..')).toBe(false)
          expect(path).not.toMatch(/[\\:*?"<>|\u0000-\u001f]/)
        }
      }),
    )
  })
})
