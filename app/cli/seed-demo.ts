/** The demo's three creditors: their people, debtors, invoices and what happened on the accounts so far. */
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { z } from 'zod'
import type { Application } from '~/composition.server'
import { writeTownLines } from '~/domain/address-layout'
import { addDays, calendarDay, dayOfInstant, startOfDay, type CalendarDay } from '~/domain/calendar-day'
import type { Creditor } from '~/domain/creditor'
import { POLICY_KINDS, type PolicyKind } from '~/domain/creditor-policy'
import type { NewDebtor } from '~/use-cases/register-creditor'
import { generateSampleFiles } from '../../prisma/samples/generate-samples'
import { sampleCreditors, type SampleCreditor, type SampleDebtor } from '../../prisma/samples/sample-creditors'
import { getSamplePlanPolicy } from '../../prisma/samples/sample-plan-policies'
import { getSamplePolicies } from '../../prisma/samples/sample-policies'
import { writeSampleStatement } from '../../prisma/samples/sample-statement'
import { sampleScenarios } from '../../prisma/samples/scenarios'
import { listReminderSteps } from './play-reminders'
import { listScenarioSteps } from './play-scenario'
import type { Seeder } from './sample-account'

const stateSchema = z.object({ anchorOn: z.string().transform(calendarDay), finished: z.boolean() })

/** Links of samples live a month; the demo's own are issued anew at each start. */
const LINK_LIFETIME_DAYS = 30

/** Days before the samples' first plan. */
const PLANS_SINCE_DAYS = 90

/**
 * Fills an empty database with the samples, once: the day on which that was begun is kept in the data folder, because
 * all dates of the samples count from it. Begun and interrupted, it goes on where it was.
 */
export async function seedDemo(app: Pick<Application, 'clock' | 'createSeeder'>, dataDirectory: string): Promise<void> {
  const stateFile = path.join(dataDirectory, 'demo.json')
  const state = (await readState(stateFile)) ?? { anchorOn: dayOfInstant(app.clock.now(), 'UTC'), finished: false }
  if (state.finished) return
  await writeState(stateFile, state)

  let instant = app.clock.now()
  const seeder = app.createSeeder({ now: () => new Date(instant) })
  const creditors = new Map<string, Creditor>()
  for (const sample of sampleCreditors) creditors.set(sample.slug, await registerSample(seeder, sample))
  // Plans were agreed by it since.
  instant = startOfDay(addDays(state.anchorOn, -PLANS_SINCE_DAYS), 'UTC')
  for (const creditor of creditors.values()) await permitSamplePlans(seeder, creditor)
  instant = app.clock.now()
  for (const creditor of creditors.values()) await importSamples(seeder, creditor, state.anchorOn)

  const now = app.clock.now()
  const steps = sampleScenarios.flatMap((scenario, index) => {
    const creditorId = creditors.get(scenario.creditorSlug)?.id
    if (creditorId === undefined) throw new Error(`no sample creditor ${scenario.creditorSlug}`)
    return listScenarioSteps(scenario, { creditorId, anchorOn: state.anchorOn, now, index })
  })
  for (const [slug, { id: creditorId }] of creditors) {
    const { reminder } = getSamplePolicies(slug)
    steps.push(...listReminderSteps(reminder, { creditorId, anchorOn: state.anchorOn, now, index: 0 }))
  }
  steps.sort((a, b) => a.at.getTime() - b.at.getTime())
  for (const step of steps) {
    instant = step.at
    await step.play(seeder)
  }
  instant = now
  for (const creditor of creditors.values()) await loadSampleStatement(seeder, creditor, state.anchorOn)
  await writeState(stateFile, { ...state, finished: true })
}

async function registerSample(seeder: Seeder, sample: SampleCreditor): Promise<Creditor> {
  const isNew = (await seeder.findCreditor(sample.slug)) === null
  const creditor = await seeder.registerCreditor({
    creditor: describeCreditor(sample),
    debtors: sample.debtors.map(describeDebtor),
  })
  if (isNew) {
    await permitSample(seeder, creditor)
    for (const { name, email, role, password } of sample.consoleUsers) {
      const locale = sample.defaultLocale
      await seeder.createConsoleUser({ creditorId: creditor.id, name, email, role, password, locale })
    }
  }
  return creditor
}

async function permitSample(seeder: Seeder, { id: creditorId, slug }: Creditor): Promise<void> {
  const policies = getSamplePolicies(slug)
  const permit = <Kind extends PolicyKind>(kind: Kind) =>
    seeder.changePolicy({ creditorId, kind, body: policies[kind], changedBy: 'system', basedOn: null })
  for (const kind of POLICY_KINDS) {
    const changed = await permit(kind)
    if (!changed.ok) throw new Error(`the sample policy ${kind} of ${slug} was refused`)
  }
}

/** Publishing what counts already adds no version. */
async function permitSamplePlans(seeder: Seeder, { id: creditorId, slug }: Creditor): Promise<void> {
  const body = getSamplePlanPolicy(slug)
  if (body === null) return
  const published = await seeder.publishPlanPolicy({
    ...{ creditorId, body, effectiveOn: null, publishedBy: 'system', basedOn: null, draftId: null },
  })
  if (!published.ok) throw new Error(`the sample policy plan of ${slug} was refused`)
}

function describeCreditor(sample: SampleCreditor): Omit<Creditor, 'id'> {
  const { slug, name, timeZone, defaultLocale, defaultCurrency, countryCode } = sample
  const { supportEmail, supportPhone, brandColor, defaultTermsDays, vatId = null } = sample
  return {
    ...{ slug, name, timeZone, defaultLocale, defaultCurrency, countryCode, vatId },
    ...{ supportEmail, supportPhone, brandColor, defaultTermsDays },
    addressLines: describeAddress(sample),
    bankAccounts: sample.bankAccounts.map(({ routing, ...account }) =>
      routing === undefined ? account : { ...account, routingCode: routing },
    ),
    // Providers take over from the sandbox where there are keys for them.
    gateways: ['stripe', 'adyen', 'sandbox', 'bank-transfer'],
    linkLifetimeDays: LINK_LIFETIME_DAYS,
  }
}

function describeDebtor(sample: SampleDebtor): NewDebtor {
  const { externalId, name, countryCode, locale, vatId = null } = sample
  return {
    ...{ externalId, name, countryCode, locale, vatId },
    addressLines: describeAddress(sample),
    contacts: sample.contacts.map((contact) => ({ ...contact, locale })),
  }
}

function describeAddress({ addressLines, countryCode, ...town }: SampleCreditor | SampleDebtor): string[] {
  return [...addressLines, ...writeTownLines(town, countryCode)]
}

async function importSamples(seeder: Seeder, creditor: Creditor, anchorOn: CalendarDay): Promise<void> {
  async function* files() {
    for await (const file of generateSampleFiles(anchorOn)) {
      if (file.creditorSlug === creditor.slug) yield { filename: file.filename, content: file.bytes }
    }
  }
  await seeder.importInvoices({
    creditorId: creditor.id,
    source: 'seed',
    files: files(),
    onResult(result) {
      if (result.result === 'refused') throw new Error(`${result.filename}: ${result.refusal.reason}`)
    },
  })
}

async function loadSampleStatement(seeder: Seeder, creditor: Creditor, anchorOn: CalendarDay): Promise<void> {
  const text = writeSampleStatement(creditor.slug, anchorOn)
  if (text === null) return
  const file = { filename: 'kontoauszug.csv', content: new TextEncoder().encode(text) }
  const loaded = await seeder.loadBankStatement({ creditorId: creditor.id, file, loadedBy: 'system' })
  if (!loaded.ok) throw new Error(`the sample statement of ${creditor.slug}: ${loaded.failure.reason}`)
}

async function readState(file: string): Promise<z.infer<typeof stateSchema> | null> {
  try {
    return stateSchema.parse(JSON.parse(await readFile(file, 'utf8')))
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw error
  }
}

async function writeState(file: string, state: z.infer<typeof stateSchema>): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true })
  await writeFile(`${file}.part`, `${JSON.stringify(state)}\n`)
  await rename(`${file}.part`, file)
}
