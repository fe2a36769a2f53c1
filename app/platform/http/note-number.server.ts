import { findUnstorableText } from '~/domain/storable-text'

/** Longer ones are of no note. */
const LONGEST_NUMBER = 200

/** The number of a discount's note in an address; null where none can have it. */
export function readNoteNumber(request: Request): string | null {
  const number = new URL(request.url).searchParams.get('number') ?? ''
  return number === '' || number.length > LONGEST_NUMBER || findUnstorableText(number) !== null ? null : number
}
