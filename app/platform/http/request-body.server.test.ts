import { describe, expect, it } from 'vitest'
import { readBodyText, readForm } from './request-body.server'

function post(body: BodyInit, headers: Record<string, string> = {}): Request {
  return new Request('http://localhost/', { method: 'POST', body, headers })
}

describe('readBodyText', () => {
  it('reads a body up to its limit', async () => {
    expect(await readBodyText(post('ümläut'), 8)).toBe('ümläut')
    expect(await readBodyText(post('ümläut'), 7)).toBeNull()
  })

  it('reads nothing as an empty text', async () => {
    expect(await readBodyText(new Request('http://localhost/', { method: 'POST' }), 10)).toBe('')
  })

  it('gives a body up that never ends', async () => {
    let written = 0
    const endless = new ReadableStream<Uint8Array>({
      pull(controller) {
        written += 1
        controller.enqueue(new Uint8Array(1000))
      },
    })
    const request = new Request('http://localhost/', { method: 'POST', body: endless, duplex: 'half' })
    expect(await readBodyText(request, 10_000)).toBeNull()
    expect(written).toBeLessThan(20)
  })

  it('believes no length that is said to be larger', async () => {
    expect(await readBodyText(post('abc', { 'Content-Length': '1000000' }), 10)).toBeNull()
  })
})

describe('readForm', () => {
  it('reads the fields of a form, repeated ones too', async () => {
    const form = await readForm(post(new URLSearchParams('invoice=A&invoice=B&amount%3AA=1%2C5')))
    expect(form.getAll('invoice')).toEqual(['A', 'B'])
    expect(form.get('amount:A')).toBe('1,5')
  })

  it('refuses other bodies and larger ones', async () => {
    await expect(readForm(post('{}', { 'Content-Type': 'application/json' }))).rejects.toMatchObject({ status: 415 })
    const large = new URLSearchParams({ field: 'x'.repeat(1024 * 1024) })
    await expect(readForm(post(large))).rejects.toMatchObject({ status: 413 })
  })

  it('refuses a NUL character, written out or escaped', async () => {
    await expect(readForm(post(new URLSearchParams({ field: 'a\0b' })))).rejects.toMatchObject({ status: 400 })
  })
})
