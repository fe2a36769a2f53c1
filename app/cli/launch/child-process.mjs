import { spawn } from 'node:child_process'
import { constants } from 'node:os'

/** An expected failure: its message is all that the person at the terminal needs. */
export class LaunchError extends Error {
  /**
   * @param {string} message
   * @param {number} exitCode
   */
  constructor(message, exitCode = 1) {
    super(message)
    this.exitCode = exitCode
  }
}

/** @type {readonly NodeJS.Signals[]} */
const FORWARDED_SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP']

/**
 * Runs a program in our place: same terminal, our signals forwarded. Returns its exit code, 128 + the signal's number
 * when a signal ended it.
 * @param {string} program
 * @param {readonly string[]} parameters
 * @param {{ env?: NodeJS.ProcessEnv, outputToError?: boolean, shell?: boolean }} options `outputToError` keeps our
 *   standard output for the command's own words.
 * @returns {Promise<number>}
 */
export function runToCompletion(program, parameters, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, parameters, {
      stdio: ['inherit', options.outputToError === true ? 2 : 'inherit', 'inherit'],
      env: options.env ?? process.env,
      shell: options.shell ?? false,
    })
    /** @param {NodeJS.Signals} signal */
    const forward = (signal) => void child.kill(signal)
    for (const signal of FORWARDED_SIGNALS) process.on(signal, forward)
    const settle = () => {
      for (const signal of FORWARDED_SIGNALS) process.off(signal, forward)
    }
    child.once('error', (error) => {
      settle()
      reject(new LaunchError(`${program} could not be started: ${error.message}`))
    })
    child.once('exit', (code, signal) => {
      settle()
      resolve(code ?? 128 + (signal === null ? 0 : constants.signals[signal]))
    })
  })
}
