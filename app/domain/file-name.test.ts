import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cleanFileName } from './file-name'

const clean = (name: string) => cleanFileName(name, ['jpg', 'jpeg'], 'file')

describe('the name of a file', () => {
  it.each([
    ['photo.jpg', 'photo.jpg'],
    ['Foto vom 3. März.JPEG', 'Foto vom 3. März.JPEG'],
    ['../../etc/passwd', 'passwd.jpg'],
    ['C:\\Users\\ole\\photo.jpg', 'photo.jpg'],
    ['/photo.jpg', 'photo.jpg'],
    ['..', 'file.jpg'],
    ['', 'file.jpg'],
    ['.htaccess', 'htaccess.jpg'],
    ['photo.exe', 'photo.exe.jpg'],
    ['pho\u0000to\r\n.jpg', 'photo.jpg'],
    // Shown as "photo_exe.jpg" where the direction is turned around.
    ['photo_\u202egpj.exe', 'photo_gpj.exe.jpg'],
    ['con.jpg', '_con.jpg'],
    ['a"b;c.jpg', 'a_b;c.jpg'],
    ['صورة.jpg', 'صورة.jpg'],
  ])('%j becomes %j', (given, expected) => {
    expect(clean(given)).toBe(expected)
  })

  it('is never a path, never hidden, never endless, and stays as it is when cleaned again', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (name) => {
        const cleaned = clean(name)
        expect(cleaned).not.toMatch(/[/\\\p{Cc}]/u)
        expect(cleaned).not.toMatch(/^\./)
        expect(Array.from(cleaned).length).toBeLessThanOrEqual(120)
        expect(cleaned.toLowerCase()).toMatch(/.\.jpe?g$/)
        expect(clean(cleaned)).toBe(cleaned)
      }),
    )
  })
})
