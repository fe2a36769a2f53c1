import { createHash } from 'node:crypto'
import { BlobReader, BlobWriter, ZipReader } from '@zip.js/zip.js'
import { describe, expect, it } from 'vitest'
import { writeZip, type ArchiveFile } from './write-zip.server'

const modifiedAt = new Date('2026-11-22T10:00:00Z')

async function collect(files: AsyncIterable<ArchiveFile> | Iterable<ArchiveFile>): Promise<Buffer<ArrayBuffer>> {
  const chunks: Uint8Array[] = []
  for await (const chunk of writeZip(files)) chunks.push(chunk)
  return Buffer.concat(chunks)
}

describe('an archive', () => {
  it('holds its files byte for byte, packed or not', async () => {
    const bytes = crypto.getRandomValues(new Uint8Array(50_000))
    const packed = await collect([
      { path: 'a/Rechnung ä.xml', content: [Buffer.from('x'.repeat(100_000))], modifiedAt, isCompressible: true },
      { path: 'b.pdf', content: [bytes.subarray(0, 10), bytes.subarray(10)], modifiedAt, isCompressible: false },
      { path: 'empty.txt', content: [], modifiedAt, isCompressible: true },
    ])
    expect(packed.byteLength).toBeLessThan(55_000)
    const entries = await new ZipReader(new BlobReader(new Blob([packed]))).getEntries()
    expect(entries.map(({ filename }) => filename)).toEqual(['a/Rechnung ä.xml', 'b.pdf', 'empty.txt'])
    const second = entries[1]
    if (!second || second.directory) throw new Error('no file')
    const blob = await second.getData(new BlobWriter())
    const hash = (content: Uint8Array) => createHash('sha256').update(content).digest('hex')
    expect(hash(new Uint8Array(await blob.arrayBuffer()))).toBe(hash(bytes))
  })

  it('writes no further than it is read', async () => {
    let made = 0
    async function* endless(): AsyncGenerator<Uint8Array> {
      for (;;) {
        made += 1
        await Promise.resolve()
        yield crypto.getRandomValues(new Uint8Array(60_000))
      }
    }
    /** Waits until nothing more is made, which a writer that does not wait for its reader never comes to. */
    const rest = async () => {
      for (let look = 0; look < 50; look += 1) {
        const before = made
        await new Promise((resolve) => setTimeout(resolve, 200))
        if (made === before) return
      }
      throw new Error(`${made} pieces were made ahead`)
    }
    const archive = writeZip([{ path: 'endless', content: endless(), modifiedAt, isCompressible: true }])
    for (let count = 0; count < 20; count += 1) await archive.next()
    await rest()
    const madeAhead = made
    await archive.return()
    await rest()
    expect(made).toBe(madeAhead)
  })
})
