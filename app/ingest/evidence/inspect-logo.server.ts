import { LARGEST_LOGO_BYTES, type CreditorLogo, type LogoFault } from '~/domain/brand-policy'
import { fail, succeed, type Result } from '~/domain/result'
import { inspectEvidence } from './inspect-evidence.server'
import { measureJpeg, measurePng, type ImageSize } from './measure-image.server'

/** A picture that can be drawn wherever a logo is. */
export interface LogoFile extends Omit<CreditorLogo, 'sha256'> {
  readonly content: Uint8Array
}

/** What the file really is decides, as with all that is handed in; `filename` counts for nothing. */
export async function inspectLogo(file: {
  filename: string
  content: Uint8Array
}): Promise<Result<LogoFile, LogoFault>> {
  const { content } = file
  if (content.byteLength > LARGEST_LOGO_BYTES) return fail('too_large')
  const inspected = await inspectEvidence(file)
  if (!inspected.ok) {
    const fault = inspected.failure
    return fail(fault === 'macros' || fault === 'unpacks_too_large' ? 'type' : fault)
  }
  switch (inspected.value.mediaType) {
    case 'image/png':
      return describe(content, 'image/png', measurePng(content))
    case 'image/jpeg':
      return describe(content, 'image/jpeg', measureJpeg(content))
    default:
      return fail('type')
  }
}

function describe(
  content: Uint8Array,
  mediaType: CreditorLogo['mediaType'],
  measured: Result<ImageSize, LogoFault>,
): Result<LogoFile, LogoFault> {
  return measured.ok ? succeed({ content, mediaType, ...measured.value }) : measured
}
