/** The lines of a dispute, from the claims as they were asked for. */
import type { DisputeLine } from './dispute'
import type { ClaimedAmount, LineClaim } from './dispute-claim'
import { multiplyRatio, splitMinor } from './money'

export interface WorkedOutClaim extends ClaimedAmount {
  readonly position: number
  readonly claim: LineClaim
}

/**
 * Keeps what is claimed within `mostMinor`: a document's own allowances and what was granted before make an invoice less
 * than its lines come to. Then each claim is cut in proportion, to the cent in all. A claim of which nothing is left is
 * left out.
 */
export function fitClaims(claims: readonly WorkedOutClaim[], mostMinor: number): DisputeLine[] {
  const totalMinor = claims.reduce((sum, { claimedMinor }) => sum + claimedMinor, 0)
  if (totalMinor === 0 || mostMinor <= 0) return []
  const fitted =
    totalMinor <= mostMinor
      ? claims.map(({ claimedMinor }) => claimedMinor)
      : splitMinor(
          mostMinor,
          claims.map(({ claimedMinor }) => claimedMinor),
        )
  return claims.flatMap(({ position, claim, netMinor, claimedMinor: asked }, index): DisputeLine[] => {
    const claimedMinor = fitted[index] ?? 0
    if (claimedMinor === 0) return []
    return [
      {
        position,
        kind: claim.kind,
        claimedQuantity: claim.kind === 'quantity' ? claim.quantity : null,
        claimedPrice: claim.kind === 'price' ? claim.price : null,
        claimedNetMinor: claimedMinor === asked ? netMinor : multiplyRatio(netMinor, claimedMinor, asked),
        claimedMinor,
        grantedMinor: null,
      },
    ]
  })
}
