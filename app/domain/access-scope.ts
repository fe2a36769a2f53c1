/** What the holder of an access link may do. Each right stands alone, but each includes seeing the account. */
export const ACCESS_RIGHTS = ['view', 'pay', 'dispute', 'agree'] as const

export type AccessRight = (typeof ACCESS_RIGHTS)[number]

/** Reads a list of rights; null when one is unknown. `view` is always among the result. */
export function parseAccessScope(rights: readonly string[]): AccessRight[] | null {
  const wanted = new Set<string>(['view', ...rights])
  for (const right of wanted) if (!ACCESS_RIGHTS.some((known) => known === right)) return null
  return ACCESS_RIGHTS.filter((right) => wanted.has(right))
}

/** Whether a link of this scope gives the right. */
export function permits(scope: readonly AccessRight[], right: AccessRight): boolean {
  return scope.includes(right)
}
