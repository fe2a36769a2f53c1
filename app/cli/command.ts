/** What the commands share: where they write, how they end. */

/** Exit status of a command that was called in the wrong way. */
export const USAGE_ERROR = 2

export interface CommandOutput {
  /** One line for whoever or whatever called the command. */
  print: (line: string) => void
  /** One line for people only. */
  printError: (line: string) => void
}

export const processOutput: CommandOutput = {
  print: (line) => void process.stdout.write(`${line}\n`),
  printError: (line) => void process.stderr.write(`${line}\n`),
}

/** Text of a file or a document on one line, without characters that a terminal would obey. */
export function toLine(text: string): string {
  return text.replace(/[\s\p{Cc}]+/gu, ' ').trim()
}
