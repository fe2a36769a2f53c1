import type { AccessLinkId } from '~/domain/ids'
import { hashSecret } from './hash-secret'

/**
 * The id of the link that a mail carries: one for one mail to one person, however often its job runs. A UUID of version 8
 * (RFC 9562, 5.8). `mail` names the mail: its kind, and the id of what it is about.
 */
export function nameMailedLink(mail: string, email: string): AccessLinkId {
  const bytes = Buffer.from(hashSecret(`${mail} ${email}`)).subarray(0, 16)
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x80, 6)
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8)
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5') as AccessLinkId
}
