import { randomUUID } from 'node:crypto'
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { LaunchError } from './child-process.mjs'

const LONGEST_WAIT_MS = 15 * 60_000
const POLL_MS = 100

/**
 * Runs `work` while no other process of this checkout runs work of that name. A lock whose owner has died is taken over.
 * @param {string} name
 * @param {() => Promise<void>} work
 */
export async function withLock(name, work) {
  // Not in node_modules or build/, which the work may empty.
  const file = path.resolve(`.${name}.lock`)
  const mark = `${process.pid} ${randomUUID()}`
  const release = () => {
    if (readLock(file) === mark) rmSync(file, { force: true })
  }

  for (let waitedMs = 0; !takeLock(file, mark); waitedMs += POLL_MS) {
    if (waitedMs === 0) process.stderr.write(`Waiting for another process to finish: ${name}\n`)
    if (waitedMs > LONGEST_WAIT_MS) throw new LaunchError(`Another process holds ${file}: end it, or remove the file.`)
    await sleep(POLL_MS)
  }
  process.once('exit', release)
  try {
    await work()
  } finally {
    process.off('exit', release)
    release()
  }
}

/**
 * @param {string} file
 * @param {string} mark
 */
function takeLock(file, mark) {
  try {
    writeFileSync(file, mark, { flag: 'wx' })
    return true
  } catch (error) {
    if (!isCode(error, 'EEXIST')) throw error
  }
  const found = readLock(file)
  const owner = Number.parseInt(found ?? '', 10)
  if (found !== null && Number.isInteger(owner) && !isAlive(owner)) discard(file, found)
  return false
}

/**
 * Removes a dead owner's lock, and no other: between our look and our hand a third process may have taken it over.
 * @param {string} file
 * @param {string} deadMark
 */
function discard(file, deadMark) {
  const aside = `${file}.${randomUUID()}`
  try {
    renameSync(file, aside)
  } catch (error) {
    if (isCode(error, 'ENOENT')) return
    throw error
  }
  try {
    if (readLock(aside) !== deadMark) linkSync(aside, file)
  } finally {
    rmSync(aside, { force: true })
  }
}

/** @param {string} file */
function readLock(file) {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    if (isCode(error, 'ENOENT')) return null
    throw error
  }
}

/** @param {number} pid */
function isAlive(pid) {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return isCode(error, 'EPERM')
  }
}

/**
 * @param {unknown} error
 * @param {string} code
 */
function isCode(error, code) {
  return error instanceof Error && 'code' in error && error.code === code
}
