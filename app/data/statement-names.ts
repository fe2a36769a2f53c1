/** More shapes than the repositories have; lists and rows of varying number make ever new ones. */
const MOST_NAMES = 1_000
const MOST_VALUES = 64

/**
 * Names Prisma's statements, so that each connection has them parsed once: parsing and planning take longer than running
 * them. A connection keeps what it has prepared, so what comes in too many shapes stays without a name, which is ''.
 */
export function createStatementNames(): (statement: { sql: string; args: readonly unknown[] }) => string {
  const names = new Map<string, string>()
  return ({ sql, args }) => {
    const known = names.get(sql)
    if (known !== undefined) return known
    if (names.size >= MOST_NAMES || args.length > MOST_VALUES) return ''
    const name = `prisma ${names.size}`
    names.set(sql, name)
    return name
  }
}
