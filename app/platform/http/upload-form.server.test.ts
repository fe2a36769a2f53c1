import { describe, expect, it } from 'vitest'
import { readUploadForm } from './upload-form.server'

const BOUNDARY = 'xYzZY'
const LIMITS = { maximumFiles: 2, maximumBytes: 1000 }

const writeField = (name: string, value: string) =>
  `--${BOUNDARY}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`
const writeFile = (filename: string, content: string) =>
  `--${BOUNDARY}\r\nContent-Disposition: form-data; name="files"; filename="${filename}"\r\nContent-Type: text/csv\r\n\r\n${content}\r\n`
const END = `--${BOUNDARY}--\r\n`

/** A request whose body arrives in these pieces; `taken` counts those that were asked for. */
function createRequest(pieces: Iterable<string>, contentType?: string) {
  const iterator: Iterator<string, unknown> = pieces[Symbol.iterator]()
  const state = { taken: 0, isCanceled: false }
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      const next = iterator.next()
      if (next.done === true) {
        controller.close()
        return
      }
      state.taken += 1
      controller.enqueue(new TextEncoder().encode(next.value))
    },
    cancel() {
      state.isCanceled = true
    },
  })
  const request = new Request('http://portal.example/', {
    method: 'POST',
    body,
    headers: { 'Content-Type': contentType ?? `multipart/form-data; boundary=${BOUNDARY}` },
    duplex: 'half',
  })
  return { request, state }
}

const read = (...pieces: string[]) => readUploadForm(createRequest(pieces).request, LIMITS)

describe('a form with files', () => {
  it('gives the fields in order and the files that were chosen', async () => {
    const form = await read(
      writeField('line', '1') + writeField('line', '2'),
      writeFile('', ''),
      writeFile('ä.csv', 'a,b') + END,
    )
    expect(form.fields.getAll('line')).toEqual(['1', '2'])
    expect(form.files).toEqual([{ filename: 'ä.csv', content: new TextEncoder().encode('a,b') }])
    expect(form).toMatchObject({ refusal: null, emptyFiles: [] })
  })

  it('is read wherever its pieces are cut', async () => {
    const whole = writeField('text', 'é') + writeFile('a.csv', 'a,b') + END
    for (let cut = 1; cut < whole.length; cut += 1) {
      const form = await read(whole.slice(0, cut), whole.slice(cut))
      expect(form.fields.get('text')).toBe('é')
      expect(form.files).toHaveLength(1)
    }
  })

  it('names files that hold nothing', async () => {
    expect(await read(writeFile('empty.csv', '') + END)).toMatchObject({ files: [], emptyFiles: ['empty.csv'] })
  })

  it('is left at the first file too many, with what was typed before', async () => {
    function* pieces() {
      yield writeField('text', 'kept')
      for (let index = 0; index < 1_000; index += 1) yield writeFile(`${index}.csv`, 'a,b')
      yield END
    }
    const { request, state } = createRequest(pieces())
    const form = await readUploadForm(request, LIMITS)
    expect(form).toMatchObject({ refusal: 'too_many_files', files: [] })
    expect(form.fields.get('text')).toBe('kept')
    expect(state.taken).toBeLessThan(10)
    expect(state.isCanceled).toBe(true)
  })

  it('is left within a file that is too large', async () => {
    function* pieces() {
      yield writeField('text', 'kept') + writeFile('large.csv', '').slice(0, -2)
      for (;;) yield 'x'.repeat(500)
    }
    const { request, state } = createRequest(pieces())
    const form = await readUploadForm(request, LIMITS)
    expect(form).toMatchObject({ refusal: 'file_too_large', files: [] })
    expect(form.fields.get('text')).toBe('kept')
    expect(state.taken).toBeLessThan(10)
  })

  it('is left where its texts are more than a person types', async () => {
    const text = writeField('text', 'x'.repeat(900))
    const pieces = Array.from({ length: 2_000 }, () => text)
    const { request, state } = createRequest([...pieces, END])
    expect(await readUploadForm(request, LIMITS)).toMatchObject({ refusal: 'form_too_large', files: [] })
    expect(state.taken).toBeLessThan(2_000)
  })

  it.each([
    ['another kind of body', 415, ['a=1'], 'application/x-www-form-urlencoded'],
    ['a form without its end', 400, [writeField('text', 'a')], undefined],
    ['a form of another boundary', 400, [writeField('text', 'a') + END], 'multipart/form-data; boundary=other'],
    ['no boundary', 400, [END], 'multipart/form-data'],
    ['characters that cannot be kept', 400, [writeField('text', 'a\0b') + END], undefined],
  ])('%s is answered %i', async (_, status, pieces, contentType) => {
    await expect(readUploadForm(createRequest(pieces, contentType).request, LIMITS)).rejects.toMatchObject({ status })
  })
})
