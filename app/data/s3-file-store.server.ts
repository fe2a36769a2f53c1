/**
 * Files in a bucket of S3, or of a server that speaks its protocol (MinIO, Ceph, R2, ...). Addresses below the prefix are
 * those below the folder on disk, so that a folder can be copied into a bucket as it is.
 *
 * An upload is whole or not there at all, and it is there when S3 has said so: before the row that refers to it is written.
 */
import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  NoSuchKey,
  NotFound,
  PutObjectCommand,
  S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3'
import { addressContent, locateFile } from './file-address'
import type { KeptFiles } from './file-store.server'

export interface S3Place {
  bucket: string
  region: string
  /** Scheme, host and port of a server other than Amazon's, which is then asked by path: `<endpoint>/<bucket>/<key>`. */
  endpoint?: string | undefined
  /** Left out, the machine's own role counts, as the SDK finds it. */
  credentials?: { accessKeyId: string; secretAccessKey: string } | undefined
  /** Before every key: `` or `quittance/`. */
  prefix: string
}

export interface S3Patience {
  /** Of each request, the first included. What is repeated: no connection, no answer in time, 5xx, 429. */
  attempts: number
  /** Milliseconds in which an answer has begun, and in which its body has gone on. */
  answerMs: number
}

const ORDINARY_PATIENCE: S3Patience = { attempts: 4, answerMs: 15_000 }
const CONNECT_MS = 5_000
/** A probe asks often: it is told soon that there is no answer. */
const CHECK_MS = 3_000

/** Metadata of what was set aside: the instant, ISO 8601. What was copied from a folder has none. */
const SET_ASIDE_AT = 'set-aside-at'

/** Uploads of one address at the same moment: S3 may turn one away (409) and asks for it again. */
const WRITE_CONFLICTS = 3

export function createS3FileStore(place: S3Place, patience: S3Patience = ORDINARY_PATIENCE): KeptFiles {
  const { bucket: Bucket, prefix } = place
  const client = new S3Client({
    region: place.region,
    ...(place.endpoint === undefined ? {} : { endpoint: place.endpoint, forcePathStyle: true }),
    ...(place.credentials ? { credentials: place.credentials } : {}),
    maxAttempts: patience.attempts,
    retryMode: 'standard',
    requestHandler: {
      connectionTimeout: Math.min(CONNECT_MS, patience.answerMs),
      requestTimeout: patience.answerMs,
      throwOnRequestTimeout: true,
      socketTimeout: patience.answerMs,
    },
    // The signature covers the content already, and not every server knows the newer checksums.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
  })
  const locate = (creditorId: string, sha256: string, where: 'kept' | 'aside') =>
    prefix + locateFile(creditorId, sha256, where)

  /** When the object was set aside, or written; null when there is none. */
  async function findInstant(Key: string): Promise<Date | null> {
    try {
      const { Metadata, LastModified } = await client.send(new HeadObjectCommand({ Bucket, Key }))
      const setAsideAt = Metadata?.[SET_ASIDE_AT]
      return setAsideAt === undefined ? (LastModified ?? new Date(0)) : new Date(setAsideAt)
    } catch (error) {
      if (error instanceof NotFound) return null
      throw error
    }
  }

  /** An object that is there already is left as it is: the same address is the same content. */
  async function writeOnce(Key: string, content: Uint8Array, conflictsLeft = WRITE_CONFLICTS): Promise<void> {
    if ((await findInstant(Key)) !== null) return
    try {
      await client.send(new PutObjectCommand({ Bucket, Key, Body: content, IfNoneMatch: '*' }))
    } catch (error) {
      const status = error instanceof S3ServiceException ? error.$metadata.httpStatusCode : undefined
      // It came into being meanwhile: somebody else's, or ours, whose answer was lost.
      if (status === 412) return
      if (status !== 409 || conflictsLeft === 0) throw error
      await writeOnce(Key, content, conflictsLeft - 1)
    }
  }

  /** Reads the whole object; null when there is none. Throws for content that is not what its address says. */
  async function read(Key: string, sha256: string, attemptsLeft = patience.attempts - 1): Promise<Uint8Array | null> {
    const object = await client.send(new GetObjectCommand({ Bucket, Key })).catch((error: unknown) => {
      if (error instanceof NoSuchKey) return null
      throw error
    })
    if (!object) return null
    let content: Uint8Array | undefined
    try {
      content = await object.Body?.transformToByteArray()
    } catch (error) {
      // The SDK repeats a request until its answer begins; that the rest of it breaks off is seen here.
      if (attemptsLeft <= 0) throw error
      return read(Key, sha256, attemptsLeft - 1)
    }
    if (!content || addressContent(content) !== sha256) throw new Error(`the file store keeps something else as ${Key}`)
    return content
  }

  return {
    async put(creditorId, content) {
      const sha256 = addressContent(content)
      await writeOnce(locate(creditorId, sha256, 'kept'), content)
      return { sha256, byteSize: content.byteLength }
    },
    get: async (creditorId, sha256) => read(locate(creditorId, sha256, 'kept'), sha256),
    async setAside(creditorId, content, at) {
      const sha256 = addressContent(content)
      const Key = locate(creditorId, sha256, 'aside')
      await client.send(
        new PutObjectCommand({ Bucket, Key, Body: content, Metadata: { [SET_ASIDE_AT]: at.toISOString() } }),
      )
      return sha256
    },
    getSetAside: async (creditorId, sha256) => read(locate(creditorId, sha256, 'aside'), sha256),
    async forgetSetAside(creditorId, sha256, before) {
      const Key = locate(creditorId, sha256, 'aside')
      const setAsideAt = await findInstant(Key)
      if (setAsideAt !== null && setAsideAt <= before) await client.send(new DeleteObjectCommand({ Bucket, Key }))
    },
    async check() {
      const abortSignal = AbortSignal.timeout(Math.min(CHECK_MS, patience.answerMs))
      await client.send(new HeadBucketCommand({ Bucket }), { abortSignal })
    },
  }
}
