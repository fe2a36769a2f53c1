import type { Application } from '~/composition.server'
import type { Creditor } from '~/domain/creditor'
import { USAGE_ERROR, type CommandOutput } from './command'

/** A command about one creditor, which its call names by slug. */
export interface CreditorCommand<Call extends { creditor: string }> {
  /** One line: how it is called. */
  usage: string
  /** The call's parts, or what is wrong with it. What `parseArgs` throws is told in the same way. */
  readCall: (argv: readonly string[]) => Call | string
  /** Answers the exit status. */
  run: (creditor: Creditor, call: Call) => Promise<number>
}

/** Reads the call, finds the creditor and runs the command. Answers the exit status: the command's, or 2 for a wrong call. */
export async function runForCreditor<Call extends { creditor: string }>(
  { usage, readCall, run }: CreditorCommand<Call>,
  argv: readonly string[],
  app: Pick<Application, 'findCreditor'>,
  { printError }: CommandOutput,
): Promise<number> {
  const call = tryToRead(() => readCall(argv))
  if (typeof call === 'string') {
    printError(call)
    printError(usage)
    return USAGE_ERROR
  }
  const creditor = await app.findCreditor(call.creditor)
  if (!creditor) {
    printError(`There is no creditor "${call.creditor}".`)
    return USAGE_ERROR
  }
  return run(creditor, call)
}

function tryToRead<Call>(read: () => Call | string): Call | string {
  try {
    return read()
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}
