/** An account id as an IBAN without spaces; undefined where it is absent or an account of another kind. */
export function normalizeIban(text: string | undefined): string | undefined {
  const packed = text?.replace(/\s+/g, '').toUpperCase()
  return packed !== undefined && /^[A-Z]{2}\d{2}[A-Z0-9]{8,30}$/.test(packed) ? packed : undefined
}
