/**
 * Queries in the scope of whoever asks, in one message to PostgreSQL: what states the scope and the queries are executed
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

/** A statement that a connection has prepared; what its rows consist of is asked for once, as it is prepared. */
interface Prepared {
  columns: readonly { readonly name: string; readonly parse: (text: string) => unknown }[]
}

/** Of each connection, by name. Of these alone: the driver keeps its own for other queries. */
const preparedByConnection = new WeakMap<pg.Connection, Map<string, Prepared>>()

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

/** As row-level security reads them; good for one transaction. */
const SETTINGS = `set_config('quittance.creditor', $1, true), set_config('quittance.debtor', $2, true),
  set_config('quittance.limit', $3, true)`

/** What can be asked on the way, of tables that row-level security leaves open; answered as the row's `answer`. */
export interface ScopeQuestion {
  name: string
  /** A query of one value, whose parameters are numbered from `first` on. */
  writeText: (first: number) => string
  values: readonly unknown[]
}

/**
 * The statement with which a transaction begins: it says for whom what follows is asked. A question is answered by the
 * same statement, because each more that is executed takes PostgreSQL as long as a small page's rows.
 */
export function writeScope(
  { creditor, debtor, limit }: ScopeSettings,
  question: ScopeQuestion | null = null,
): ScopedStatement {
  const values = [creditor, debtor, limit]
  if (!question) return { name: 'scope', text: `select ${SETTINGS}`, values }
  return {
    name: `scope and ${question.name}`,
    text: `select ${SETTINGS}, (${question.writeText(values.length + 1)}) as answer`,
    values: [...values, ...question.values],
  }
}

/**
 * Runs statements in one transaction, one after the other, on a connection that nobody else uses meanwhile: the rows of
 * each. The first is to state the scope. Rejects with the server's error.
 */
export function runScoped(
  client: pg.PoolClient,
  statements: readonly ScopedStatement[],
): Promise<pg.QueryResultRow[][]> {
  return new Promise((resolve, reject) => {
    client.query(new ScopedQuery(statements, resolve, reject))
  })
}

class ScopedQuery implements pg.Submittable {
  /** By statement. */
  private readonly answers: pg.QueryResultRow[][] = []
  private readonly sent: Prepared[] = []
  private rows: pg.QueryResultRow[] = []
  /** How many of those sent are. */
  private answered = 0
  private failure: Error | null = null

  constructor(
    private readonly statements: readonly ScopedStatement[],
    private readonly resolve: (answers: pg.QueryResultRow[][]) => void,
    private readonly reject: (error: Error) => void,
  ) {}

  submit = (connection: pg.Connection): void => {
    connection.stream.cork()
    try {
      for (const statement of this.statements) {
        const name = `scoped ${statement.name}`
        this.sent.push(prepare(connection, { name, text: statement.text }))
        connection.bind({ statement: name, values: statement.values.map(writeValue) }, true)
        connection.execute({ portal: '', rows: '' }, true)
      }
      connection.sync()
    } finally {
      connection.stream.uncork()
    }
  }

  handleRowDescription({ fields }: Message): void {
    const described = this.sent[this.answered]
    if (!described) return
    described.columns = fields.map(({ name, dataTypeID }) => ({
      name,
      parse: parsers.getTypeParser(dataTypeID, 'text'),
    }))
  }

  handleDataRow({ fields }: Row): void {
    const columns = this.sent[this.answered]?.columns ?? []
    const row: pg.QueryResultRow = {}
    let index = 0
    for (const { name, parse } of columns) {
      const text = fields[index] ?? null
      row[name] = text === null ? null : parse(text)
      index += 1
    }
    this.rows.push(row)
  }

  handleCommandComplete(): void {
    this.answers.push(this.rows)
    this.answered += 1
    this.rows = []
  }

  handleError(error: Error): void {
    this.failure ??= error
    this.reject(this.failure)
  }

  handleReadyForQuery(): void {
    if (!this.failure) this.resolve(this.answers)
  }
}

function prepare(connection: pg.Connection, { name, text }: { name: string; text: string }): Prepared {
  let prepared = preparedByConnection.get(connection)
  if (!prepared) {
    prepared = new Map()
    preparedByConnection.set(connection, prepared)
  }
  const known = prepared.get(name)
  if (known) return known
  const statement: Prepared = { columns: [] }
  prepared.set(name, statement)
  connection.parse({ name, text, types: [] }, true)
  connection.describe({ type: 'S', name }, true)
  return statement
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
