/** Fresh identifiers and secrets. */
export interface IdSource {
  /** A UUID of version 7, so that keys grow with time. */
  uuid(): string
  /** A capability's secret: 256 random bits as base64url (43 characters). */
  secret(): string
  /** A short reference for people: ten characters of an alphabet without look-alikes, in groups of five ("K7M2Q-4XW9P"). */
  reference(): string
}
