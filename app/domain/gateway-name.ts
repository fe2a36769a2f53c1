/** Who takes payments: the providers there is an adapter for, and the two ways that need none of their pages. */
export const GATEWAY_NAMES = ['sandbox', 'stripe', 'adyen', 'bank-transfer', 'manual'] as const

export type GatewayName = (typeof GATEWAY_NAMES)[number]

export function isGatewayName(text: string): text is GatewayName {
  return GATEWAY_NAMES.some((name) => name === text)
}
