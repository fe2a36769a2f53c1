/** `npm run migrate`: brings the database up to date and says what it did. Safe while the portal runs. */
import { migrateDatabase } from '~/composition.server'
import { processOutput } from './command'
import { readEnvironmentOrExit } from './serve'

const applied = await migrateDatabase(readEnvironmentOrExit())
for (const name of applied) processOutput.print(`applied ${name}`)
if (applied.length === 0) processOutput.print('The database is up to date.')
