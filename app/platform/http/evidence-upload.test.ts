import { describe, expect, it } from 'vitest'
import { succeed } from '~/domain/result'
import { readEvidenceForm } from './evidence-upload.server'

const app = {
  inspectEvidence: ({ filename, content }: { filename: string; content: Uint8Array }) =>
    Promise.resolve(succeed({ filename, mediaType: 'text/csv', content })),
}

function createRequest(count: number): Request {
  const body = new FormData()
  body.append('text', 'as typed')
  for (let index = 0; index < count; index += 1) body.append('files', new File([`a,b\n${index},1\n`], `${index}.csv`))
  return new Request('http://portal.example/', { method: 'POST', body })
}

describe('a form with files', () => {
  it('that asks for one refuses more, and keeps what was typed', async () => {
    const one = await readEvidenceForm(createRequest(1), { app }, { maximumFiles: 1 })
    expect(one).toMatchObject({ files: [{ filename: '0.csv' }], problems: [] })
    const two = await readEvidenceForm(createRequest(2), { app }, { maximumFiles: 1 })
    expect(two).toMatchObject({ files: [], problems: [{ kind: 'only_one_file' }] })
    expect(two.fields.get('text')).toBe('as typed')
  })

  it('takes five where it asks for several', async () => {
    expect((await readEvidenceForm(createRequest(5), { app })).files).toHaveLength(5)
    expect(await readEvidenceForm(createRequest(6), { app })).toMatchObject({ problems: [{ kind: 'too_many_files' }] })
  })
})
