/** Where files are kept: in a bucket when the environment names one, else below DATA_DIR. */
import path from 'node:path'
import { createDiskFileStore, type KeptFiles } from '~/data/file-store.server'
import type { Environment } from '~/platform/env.server'

export async function openFileStore(env: Environment): Promise<KeptFiles> {
  const { S3_BUCKET, S3_REGION, S3_ENDPOINT, S3_ACCESS_KEY_ID, S3_SECRET_ACCESS_KEY, S3_PREFIX = '' } = env
  if (S3_BUCKET === undefined || S3_REGION === undefined) return createDiskFileStore(path.join(env.DATA_DIR, 'files'))
  // The client takes a quarter of a second and 30 MB to load, which is no matter for whoever has no bucket.
  const { createS3FileStore } = await import('~/data/s3-file-store.server')
  return createS3FileStore({
    bucket: S3_BUCKET,
    region: S3_REGION,
    endpoint: S3_ENDPOINT,
    credentials:
      S3_ACCESS_KEY_ID === undefined || S3_SECRET_ACCESS_KEY === undefined
        ? undefined
        : { accessKeyId: S3_ACCESS_KEY_ID, secretAccessKey: S3_SECRET_ACCESS_KEY },
    prefix: S3_PREFIX,
  })
}
