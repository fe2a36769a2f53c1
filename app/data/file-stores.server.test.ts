/** What every file store keeps to, on disk and in a bucket; and how the latter stands failures of its server. */
import { createHash } from 'node:crypto'
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { startS3Simulator, type S3Simulator } from '../../tests/simulators/s3/s3-simulator'
import { createDiskFileStore, type KeptFiles } from './file-store.server'
import { createS3FileStore, type S3Place } from './s3-file-store.server'

const CREDITOR = '0190d3a2-0000-7000-8000-000000000001'
const OTHER_CREDITOR = '0190d3a2-0000-7000-8000-000000000002'
const PATIENCE = { attempts: 3, answerMs: 300 }

let s3: S3Simulator
let directory: string

beforeAll(async () => {
  s3 = await startS3Simulator()
  directory = await mkdtemp(path.join(tmpdir(), 'quittance-file-stores-'))
})
afterAll(async () => {
  await s3.close()
  await rm(directory, { recursive: true, force: true })
})
beforeEach(() => s3.reset())

function openBucket(changes: Partial<S3Place> = {}): KeptFiles {
  const { bucket, region, origin: endpoint, credentials } = s3
  return createS3FileStore({ bucket, region, endpoint, credentials, prefix: 'portal/', ...changes }, PATIENCE)
}

/** Another folder each time. */
async function openFolder(): Promise<KeptFiles> {
  return createDiskFileStore(await mkdtemp(path.join(directory, 'store-')))
}

const bytes = (text: string) => new TextEncoder().encode(text)
const digest = (content: Uint8Array) => createHash('sha256').update(content).digest('hex')

describe.each([
  ['on disk', openFolder],
  ['in a bucket', async () => openBucket()],
])('a file store %s', (_where, open) => {
  let store: KeptFiles
  beforeEach(async () => {
    store = await open()
  })

  it.each([
    ['nothing', new Uint8Array()],
    ['text', bytes('Rechnung Nr. 1 über 12,50 €')],
    ['every byte', Uint8Array.from({ length: 256 }, (_, index) => index)],
    ['more than one packet', new Uint8Array(2_500_000).map((_, index) => index * 31)],
  ])('gives %s back byte for byte, by its SHA-256', async (_what, content) => {
    expect(await store.put(CREDITOR, content)).toEqual({ sha256: digest(content), byteSize: content.byteLength })
    const read = await store.get(CREDITOR, digest(content))
    expect(Buffer.compare(read!, content)).toBe(0)
  })

  it('keeps the same content once, also when it comes twice at the same moment', async () => {
    const content = bytes('twice')
    const kept = await Promise.all([store.put(CREDITOR, content), store.put(CREDITOR, content)])
    kept.push(await store.put(CREDITOR, content))
    expect(new Set(kept.map(({ sha256 }) => sha256)).size).toBe(1)
    expect(await store.get(CREDITOR, digest(content))).toEqual(content)
  })

  it('has nothing of what was never kept, nor of another creditor', async () => {
    const { sha256 } = await store.put(CREDITOR, bytes('ours'))
    expect(await store.get(OTHER_CREDITOR, sha256)).toBeNull()
    expect(await store.get(CREDITOR, digest(bytes('never')))).toBeNull()
    expect(await store.getSetAside(CREDITOR, sha256)).toBeNull()
  })

  it.each([
    ['../../etc', '0'.repeat(64)],
    [CREDITOR, '../../../etc/passwd'],
    [CREDITOR, `${'0'.repeat(63)}G`],
    ['', ''],
  ])('refuses the address %j %j', async (creditorId, sha256) => {
    await expect(store.get(creditorId, sha256)).rejects.toThrow(RangeError)
    await expect(store.getSetAside(creditorId, sha256)).rejects.toThrow(RangeError)
    await expect(store.forgetSetAside(creditorId, sha256, new Date())).rejects.toThrow(RangeError)
  })

  it('forgets what was set aside before an instant, and not what was set aside again', async () => {
    const at = (minute: number) => new Date(Date.UTC(2026, 10, 22, 8, minute))
    const content = bytes('a bank file to look at')
    const sha256 = await store.setAside(CREDITOR, content, at(10))
    expect(sha256).toBe(digest(content))
    expect(await store.getSetAside(CREDITOR, sha256)).toEqual(content)
    expect(await store.get(CREDITOR, sha256)).toBeNull()

    await store.forgetSetAside(CREDITOR, sha256, at(9))
    expect(await store.getSetAside(CREDITOR, sha256)).toEqual(content)
    await store.setAside(CREDITOR, content, at(20))
    await store.forgetSetAside(CREDITOR, sha256, at(15))
    expect(await store.getSetAside(CREDITOR, sha256)).toEqual(content)
    await store.forgetSetAside(CREDITOR, sha256, at(20))
    expect(await store.getSetAside(CREDITOR, sha256)).toBeNull()
    await store.forgetSetAside(CREDITOR, sha256, at(30))
  })

  it('lets go of what was set aside alone', async () => {
    const content = bytes('kept as well')
    const { sha256 } = await store.put(CREDITOR, content)
    await store.setAside(CREDITOR, content, new Date(0))
    await store.forgetSetAside(CREDITOR, sha256, new Date())
    expect(await store.get(CREDITOR, sha256)).toEqual(content)
  })

  it('says that it can be used', async () => {
    await expect(store.check()).resolves.toBeUndefined()
  })
})

describe('a folder', () => {
  it('that cannot be written says so', async () => {
    const file = path.join(directory, 'a-file')
    await writeFile(file, '')
    await expect(createDiskFileStore(path.join(file, 'files')).check()).rejects.toThrow()
  })

  it('is a bucket once its files are copied below the prefix', async () => {
    const folder = await mkdtemp(path.join(directory, 'moved-'))
    const disk = createDiskFileStore(folder)
    const { sha256 } = await disk.put(CREDITOR, bytes('from the folder'))
    const asideSha256 = await disk.setAside(CREDITOR, bytes('for a while'), new Date(0))
    const copy = path.join(directory, 'copy')
    await cp(folder, copy, { recursive: true })
    for (const entry of await readdir(copy, { recursive: true, withFileTypes: true })) {
      if (!entry.isFile()) continue
      const file = path.join(entry.parentPath, entry.name)
      const key = `portal/${path.relative(copy, file).split(path.sep).join('/')}`
      s3.objects.set(key, {
        content: await readFile(file),
        metadata: {},
        lastModified: new Date('2026-11-22T08:00:00Z'),
      })
    }

    const bucket = openBucket()
    expect(await bucket.get(CREDITOR, sha256)).toEqual(bytes('from the folder'))
    await bucket.forgetSetAside(CREDITOR, asideSha256, new Date('2026-11-22T07:59:59Z'))
    expect(await bucket.getSetAside(CREDITOR, asideSha256)).toEqual(bytes('for a while'))
    await bucket.forgetSetAside(CREDITOR, asideSha256, new Date('2026-11-22T08:00:00Z'))
    expect(await bucket.getSetAside(CREDITOR, asideSha256)).toBeNull()
  })
})

describe('a bucket', () => {
  const content = bytes('a file of some bytes')
  const key = `portal/${CREDITOR}/${digest(content).slice(0, 2)}/${digest(content)}`
  const count = (method: string) => s3.requests.filter((request) => request === `${method} ${key}`).length

  it('keeps files below its prefix and sends none twice', async () => {
    const store = openBucket()
    await store.put(CREDITOR, content)
    await store.put(CREDITOR, content)
    expect([...s3.objects.keys()]).toEqual([key])
    expect(count('PUT')).toBe(1)
  })

  it.each([
    'server_error_before',
    'server_error_after',
    'slow_down',
    'reset_before',
    'reset_after',
    'hang',
    'conflict',
  ] as const)('has the file after an upload that met %s', async (fault) => {
    s3.failNext('PUT', fault)
    await openBucket().put(CREDITOR, content)
    expect(s3.objects.get(key)?.content.equals(content)).toBe(true)
    expect(count('PUT')).toBeGreaterThanOrEqual(1)
  })

  it.each(['server_error_before', 'slow_down', 'reset_before', 'hang', 'cut'] as const)(
    'reads the file in spite of %s',
    async (fault) => {
      const store = openBucket()
      const { sha256 } = await store.put(CREDITOR, content)
      s3.failNext('GET', fault)
      expect(await store.get(CREDITOR, sha256)).toEqual(content)
      expect(count('GET')).toBe(2)
    },
  )

  it.each([
    ['server_error_before', 'InternalError'],
    ['slow_down', 'SlowDown'],
    ['reset_before', 'ECONNRESET'],
    ['hang', 'TimeoutError'],
  ] as const)('throws when %s does not end', async (fault, name) => {
    const store = openBucket()
    const { sha256 } = await store.put(CREDITOR, content)
    const told = expect.objectContaining(name === 'ECONNRESET' ? { code: name } : { name }) as unknown
    const everywhere = Array.from({ length: PATIENCE.attempts }, () => fault)
    s3.failNext('GET', ...everywhere)
    await expect(store.get(CREDITOR, sha256)).rejects.toEqual(told)
    s3.failNext('PUT', ...everywhere)
    await expect(store.put(CREDITOR, bytes(`another, ${fault}`))).rejects.toEqual(told)
    s3.failNext('PUT', ...everywhere)
    await expect(store.setAside(CREDITOR, content, new Date())).rejects.toEqual(told)
    expect(s3.objects.size).toBe(1)
  })

  it('throws when every answer breaks off, and when uploads collide without end', async () => {
    const store = openBucket()
    const { sha256 } = await store.put(CREDITOR, content)
    s3.failNext('GET', 'cut', 'cut', 'cut')
    await expect(store.get(CREDITOR, sha256)).rejects.toThrow()
    s3.failNext('PUT', ...Array.from({ length: 10 }, () => 'conflict' as const))
    await expect(store.put(CREDITOR, bytes('another'))).rejects.toMatchObject({ name: 'ConditionalRequestConflict' })
  })

  it('gives out nothing that is not what its address says', async () => {
    const store = openBucket()
    const { sha256 } = await store.put(CREDITOR, content)
    s3.failNext('GET', 'changed')
    await expect(store.get(CREDITOR, sha256)).rejects.toThrow('something else')
  })

  it.each([
    ['another secret', { credentials: { accessKeyId: 'AKIAQUITTANCETEST', secretAccessKey: 'wrong' } }],
    ['an unknown key', { credentials: { accessKeyId: 'AKIANOBODY', secretAccessKey: 'not/a+secret of anybody' } }],
    ['another region', { region: 'us-west-2' }],
    ['another bucket', { bucket: 'nobodys-files' }],
  ])('that is asked with %s throws, instead of having no file', async (_what, changes) => {
    const store = openBucket(changes)
    await expect(store.get(CREDITOR, digest(content))).rejects.toThrow()
    await expect(store.put(CREDITOR, content)).rejects.toThrow()
    await expect(store.check()).rejects.toThrow()
    expect(s3.objects.size).toBe(0)
  })

  it('that is not reached says so', async () => {
    const gone = await startS3Simulator()
    await gone.close()
    await expect(openBucket({ endpoint: gone.origin }).check()).rejects.toThrow('ECONNREFUSED')
    s3.failNext('HEAD', 'hang', 'hang', 'hang')
    await expect(openBucket().check()).rejects.toThrow()
  })
})
