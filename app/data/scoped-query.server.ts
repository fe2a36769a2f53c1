/**
 * One query in the scope of whoever asks, in one message to PostgreSQL: the scope's settings and the query are executed
 * before the one Sync, which makes them one transaction of the server's own. `begin` and `commit` would be two more
 * statements, two more answers, and two more times that either process is woken.
 *
 * It is pg's own extension point (a Submittable, as pg-cursor is): the driver sends what `submit` writes and hands on
 * what the server answers until it is ready again.
 */
import pg from 'pg'

interface Message {
  fields: pg.FieldDef[]
}

interface Row {
  fields: (string | null)[]
}

/** The driver's own parsers; its typings name the common types alone. */
const parsers: { getTypeParser(typeId: number, format: 'text'): (text: string) => unknown } = pg.types

/** Statements that each connection has prepared, by name. Of these alone: the driver keeps its own for other queries. */
const preparedByConnection = new WeakMap<pg.Connection, Set<string>>()

const SET_SCOPE = {
  name: 'scope',
  text: `select set_config('quittance.creditor', $1, true), set_config('quittance.debtor', $2, true),
    set_config('quittance.limit', $3, true)`,
}

export interface ScopedStatement {
  /** Names the statement, which is prepared once on each connection. */
  name: string
  text: string
  values: readonly unknown[]
}

export interface ScopeSettings {
  creditor: string
  debtor: string
  /** The link that opens chosen invoices alone, where one does. */
  limit: string
}

/** Runs one statement for a scope on a connection that nobody else uses meanwhile. Rejects with the server's error. */
export function runScoped<Answer extends pg.QueryResultRow>(
  client: pg.PoolClient,
  scope: ScopeSettings,
  statement: ScopedStatement,
): Promise<Answer[]> {
  return new Promise((resolve, reject) => {
    client.query(new ScopedQuery<Answer>(scope, statement, resolve, reject))
  })
}

class ScopedQuery<Answer extends pg.QueryResultRow> implements pg.Submittable {
  private readonly rows: Answer[] = []
  private fields: { name: string; parse: (text: string) => unknown }[] = []
  /** The settings' own answer comes first and is not looked at. */
  private isScopeSet = false
  private failure: Error | null = null

  constructor(
    private readonly scope: ScopeSettings,
    private readonly statement: ScopedStatement,
    private readonly resolve: (rows: Answer[]) => void,
    private readonly reject: (error: Error) => void,
  ) {}

  submit = (connection: pg.Connection): void => {
    connection.stream.cork()
    try {
      prepare(connection, SET_SCOPE)
      connection.bind(
        { statement: SET_SCOPE.name, values: [this.scope.creditor, this.scope.debtor, this.scope.limit] },
        true,
      )
      connection.execute({ portal: '', rows: '' }, true)
      const name = `scoped ${this.statement.name}`
      prepare(connection, { name, text: this.statement.text })
      connection.bind({ statement: name, values: this.statement.values.map(writeValue) }, true)
      connection.describe({ type: 'P', name: '' }, true)
      connection.execute({ portal: '', rows: '' }, true)
      connection.sync()
    } finally {
      connection.stream.uncork()
    }
  }

  handleRowDescription({ fields }: Message): void {
    this.fields = fields.map(({ name, dataTypeID }) => ({ name, parse: parsers.getTypeParser(dataTypeID, 'text') }))
  }

  handleDataRow({ fields }: Row): void {
    if (!this.isScopeSet) return
    const row: Record<string, unknown> = {}
    this.fields.forEach(({ name, parse }, index) => {
      const text = fields[index] ?? null
      row[name] = text === null ? null : parse(text)
    })
    // Whoever asks says what the statement answers, as with the driver's own queries.
    this.rows.push(row as Answer)
  }

  handleCommandComplete(): void {
    this.isScopeSet = true
  }

  handleError(error: Error): void {
    this.failure ??= error
    this.reject(this.failure)
  }

  handleReadyForQuery(): void {
    if (!this.failure) this.resolve(this.rows)
  }
}

function prepare(connection: pg.Connection, { name, text }: { name: string; text: string }): void {
  let prepared = preparedByConnection.get(connection)
  if (!prepared) preparedByConnection.set(connection, (prepared = new Set()))
  if (prepared.has(name)) return
  prepared.add(name)
  connection.parse({ name, text, types: [] }, true)
}

/** As PostgreSQL reads it: instants in UTC, bytes as they are. */
function writeValue(value: unknown): string | Buffer | null {
  if (value === null || value === undefined) return null
  if (value instanceof Date) return value.toISOString()
  if (Buffer.isBuffer(value)) return value
  if (typeof value === 'string') return value
  if (typeof value === 'number' || typeof value === 'boolean' || typeof value === 'bigint') return value.toString()
  throw new TypeError(`a scoped statement takes no ${typeof value}`)
}
