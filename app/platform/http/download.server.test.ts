import { describe, expect, it } from 'vitest'
import { answerDownload, writeAttachmentDisposition } from './download.server'

describe('writeAttachmentDisposition', () => {
  it.each([
    ['RE-1.xml', `attachment; filename="RE-1.xml"; filename*=UTF-8''RE-1.xml`],
    ['Prüf "A".pdf', `attachment; filename="Pr_f _A_.pdf"; filename*=UTF-8''Pr%C3%BCf%20%22A%22.pdf`],
    ["a'(b)*.txt", `attachment; filename="a'(b)*.txt"; filename*=UTF-8''a%27%28b%29%2A.txt`],
    [
      'x\r\nSet-Cookie: a.xml',
      `attachment; filename="x__Set-Cookie: a.xml"; filename*=UTF-8''x%0D%0ASet-Cookie%3A%20a.xml`,
    ],
  ])('names %j', (filename, header) => {
    expect(writeAttachmentDisposition(filename)).toBe(header)
  })
})

describe('answerDownload', () => {
  it('answers the bytes as they are', async () => {
    const content = new Uint8Array([0, 255, 10, 13])
    const response = answerDownload({ filename: 'a.bin', mediaType: 'application/octet-stream', content })
    expect(new Uint8Array(await response.arrayBuffer())).toEqual(content)
    expect(response.headers.get('Content-Length')).toBe('4')
  })

  it('is not found where there is no file', () => {
    expect(() => answerDownload(null)).toThrow(expect.objectContaining({ status: 404 }))
  })
})
