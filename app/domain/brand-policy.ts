/**
 * How a creditor shows itself on documents and mails, beside its name and colour. It permits nothing, and is kept in
 * versions like what does: who changed it and when is known, and nobody overwrites another's change.
 */
import { findOutOfRange, type PolicyFault } from './policy-fault'

export const LOGO_MEDIA_TYPES = ['image/png', 'image/jpeg'] as const

export interface CreditorLogo {
  /** Its address among the creditor's files. */
  readonly sha256: string
  readonly mediaType: (typeof LOGO_MEDIA_TYPES)[number]
  /** Pixels. */
  readonly width: number
  readonly height: number
}

export interface BrandPolicy {
  /** Null for none: the name then stands alone. */
  readonly logo: CreditorLogo | null
}

export const DEFAULT_BRAND_POLICY: BrandPolicy = { logo: null }

/** Every mail carries it, and every document. */
export const LARGEST_LOGO_BYTES = 512 * 1024

/** Pixels of either side. */
export const LONGEST_LOGO_SIDE = 2000

/**
 * Why a picture is not taken as a logo. `type`: it is neither PNG nor JPEG. `damaged`: it cannot be read to its end.
 * `mixed`: it is something else besides. `too_many_pixels`: a side is too long. `unusual`: not every browser, mail program
 * and reader of PDF shows it alike.
 */
export type LogoFault = 'empty' | 'too_large' | 'type' | 'damaged' | 'mixed' | 'too_many_pixels' | 'unusual'

/** What is wrong with how a creditor shows itself, each at its JSON pointer into the policy; empty where nothing is. */
export function findBrandPolicyFaults({ logo }: BrandPolicy): PolicyFault[] {
  if (logo === null) return []
  return [
    ...findOutOfRange('/logo/width', logo.width, 1, LONGEST_LOGO_SIDE),
    ...findOutOfRange('/logo/height', logo.height, 1, LONGEST_LOGO_SIDE),
  ]
}
