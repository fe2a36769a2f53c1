import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { parseEnvironment } from '~/platform/env.server'
import { startS3Simulator } from '../../tests/simulators/s3/s3-simulator'
import { openFileStore } from './files.server'

const CREDITOR = '0190d3a2-0000-7000-8000-000000000001'
const CONTENT = new TextEncoder().encode('a file')

let DATA_DIR: string
beforeEach(async () => {
  DATA_DIR = await mkdtemp(path.join(tmpdir(), 'quittance-data-'))
})
afterEach(() => rm(DATA_DIR, { recursive: true, force: true }))

it('keeps files below DATA_DIR', async () => {
  const { sha256 } = await (await openFileStore(parseEnvironment({ DATA_DIR }))).put(CREDITOR, CONTENT)
  expect(existsSync(path.join(DATA_DIR, 'files', CREDITOR, sha256.slice(0, 2), sha256))).toBe(true)
})

it('keeps them in the bucket that the environment names, and none on disk', async () => {
  const s3 = await startS3Simulator()
  try {
    const store = await openFileStore(
      parseEnvironment({
        DATA_DIR,
        S3_BUCKET: s3.bucket,
        S3_REGION: s3.region,
        S3_ENDPOINT: s3.origin,
        S3_ACCESS_KEY_ID: s3.credentials.accessKeyId,
        S3_SECRET_ACCESS_KEY: s3.credentials.secretAccessKey,
        S3_PREFIX: 'portal',
      }),
    )
    const { sha256 } = await store.put(CREDITOR, CONTENT)
    expect([...s3.objects.keys()]).toEqual([`portal/${CREDITOR}/${sha256.slice(0, 2)}/${sha256}`])
    expect(existsSync(path.join(DATA_DIR, 'files'))).toBe(false)
  } finally {
    await s3.close()
  }
})
