/**
 * Checks AWS Signature Version 4 by its published description ("Signature Calculations for the Authorization Header:
 * Transferring Payload in a Single Chunk"), with nothing of the SDK that signed.
 */
import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'

interface SignedRequest {
  method: string
  /** As it came: path, and query behind a question mark. */
  target: string
  headers: IncomingHttpHeaders
  body: Buffer
}

interface Credentials {
  accessKeyId: string
  secretAccessKey: string
  region: string
}

const MOST_SKEW_MS = 15 * 60_000

/** Null for a request that holds, else S3's code and what is wrong with it. */
export function findSignatureFault(
  request: SignedRequest,
  { accessKeyId, secretAccessKey, region }: Credentials,
  now: Date,
): { status: 400 | 403; code: string; message: string } | null {
  const refuse = (code: string, message: string, status: 400 | 403 = 403) => ({ status, code, message })
  const { headers } = request
  const parts = /^AWS4-HMAC-SHA256 Credential=(.+?), ?SignedHeaders=(.+?), ?Signature=([0-9a-f]{64})$/.exec(
    headers.authorization ?? '',
  )
  if (!parts) return refuse('AccessDenied', 'There is no Authorization header of Signature Version 4.')
  const [, credential = '', signedHeaders = '', signature = ''] = parts
  const [key, date, scopeRegion, service, terminator] = credential.split('/')
  if (key !== accessKeyId) return refuse('InvalidAccessKeyId', 'The access key is not known.')
  if (scopeRegion !== region || service !== 's3' || terminator !== 'aws4_request') {
    return refuse('AuthorizationHeaderMalformed', `The scope is not of ${region}/s3/aws4_request.`, 400)
  }

  const sentAt = readHeader(headers, 'x-amz-date')
  const instant = Date.parse(sentAt.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'))
  if (Number.isNaN(instant) || !sentAt.startsWith(`${date ?? '-'}T`)) {
    return refuse('AccessDenied', 'x-amz-date is missing, or of another day than the scope.')
  }
  if (Math.abs(now.getTime() - instant) > MOST_SKEW_MS) return refuse('RequestTimeTooSkewed', 'The clocks differ.')

  const names = signedHeaders.split(';')
  const mustBeSigned = ['host', ...Object.keys(headers).filter((name) => name.startsWith('x-amz-'))]
  const unsigned = mustBeSigned.filter((name) => !names.includes(name))
  if (unsigned.length > 0) return refuse('AccessDenied', `Not signed: ${unsigned.join(', ')}`)
  if (names.join(';') !== names.toSorted().join(';'))
    return refuse('AccessDenied', 'The signed headers are not sorted.')

  const contentHash = readHeader(headers, 'x-amz-content-sha256')
  if (contentHash !== createHash('sha256').update(request.body).digest('hex')) {
    return refuse('XAmzContentSHA256Mismatch', 'The content is not what was signed.', 400)
  }

  const [path = '', query = ''] = request.target.split('?')
  const canonicalRequest = [
    request.method,
    path,
    canonicalizeQuery(query),
    ...names.map((name) => `${name}:${readHeader(headers, name).trim().replace(/ +/g, ' ')}`),
    '',
    signedHeaders,
    contentHash,
  ].join('\n')
  const scope = [date, region, service, terminator]
  const stringToSign = [
    'AWS4-HMAC-SHA256',
    sentAt,
    scope.join('/'),
    createHash('sha256').update(canonicalRequest).digest('hex'),
  ].join('\n')
  const signingKey = scope.reduce<Buffer | string>(
    (derived, part) =>
      createHmac('sha256', derived)
        .update(part ?? '')
        .digest(),
    `AWS4${secretAccessKey}`,
  )
  const expected = createHmac('sha256', signingKey).update(stringToSign).digest()
  if (timingSafeEqual(expected, Buffer.from(signature, 'hex'))) return null
  return refuse('SignatureDoesNotMatch', 'The signature is another one.')
}

function readHeader(headers: IncomingHttpHeaders, name: string): string {
  const value = headers[name]
  return Array.isArray(value) ? value.join(',') : (value ?? '')
}

/** Names and values in their percent-encoded form, sorted by name, then by value. */
function canonicalizeQuery(query: string): string {
  return query
    .split('&')
    .filter((pair) => pair !== '')
    .map((pair) => (pair.includes('=') ? pair : `${pair}=`))
    .toSorted()
    .join('&')
}
