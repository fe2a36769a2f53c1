import { z } from 'zod'
import { defineOperation } from '../operation'
import { instant } from '../schemas'

export const mappingName = z.string().trim().min(1).max(60)

const savedMapping = z
  .object({ name: z.string(), mapping: z.looseObject({}), savedAt: instant })
  .meta({ id: 'BankTableMapping', description: 'How a table of a bank is read: docs/import-bank-statement.md' })

export const listMappings = defineOperation({
  method: 'GET',
  path: '/bank-table-mappings',
  id: 'listBankTableMappings',
  summary: 'How the CSV files of your banks are read, last saved first',
  output: { status: 200, schema: z.object({ mappings: z.array(savedMapping) }) },
  async handle({ app, creditor }) {
    const saved = await app.listBankTableMappings({ creditorId: creditor.id })
    return {
      body: {
        mappings: saved.map(({ name, mapping, savedAt }) => ({
          ...{ name, mapping: { ...mapping }, savedAt: savedAt.toISOString() },
        })),
      },
    }
  },
})

export const saveMapping = defineOperation({
  method: 'PUT',
  path: '/bank-table-mappings/{name}',
  id: 'saveBankTableMapping',
  summary: 'Say how the CSV file of a bank is read',
  description: 'It is used for every file that has its columns, here and in the console.',
  pathSchema: z.object({ name: mappingName }),
  body: z.looseObject({}).meta({ description: 'As docs/import-bank-statement.md describes it' }),
  output: { status: 200, schema: savedMapping },
  async handle({ app, creditor, apiKeyId, path: { name }, body }) {
    const saved = await app.saveBankTableMapping({
      ...{ creditorId: creditor.id, name, mapping: body, savedBy: `key:${apiKeyId}` },
    })
    if (!saved.ok) {
      const { place, reason: detail } = saved.failure
      const pointer = place.element === undefined ? '' : `/${place.element.replaceAll('.', '/')}`
      return { problem: 'invalid-request', members: { errors: [{ in: 'body', pointer, detail }] } }
    }
    const { mapping, savedAt } = saved.value
    return { body: { name, mapping: { ...mapping }, savedAt: savedAt.toISOString() } }
  },
})

export const deleteMapping = defineOperation({
  method: 'DELETE',
  path: '/bank-table-mappings/{name}',
  id: 'deleteBankTableMapping',
  summary: 'Forget a mapping',
  pathSchema: z.object({ name: mappingName }),
  output: { status: 204, schema: null },
  problems: ['not-found'],
  async handle({ app, creditor, path: { name } }) {
    const removed = await app.removeBankTableMapping({ creditorId: creditor.id, name })
    return removed ? { body: null } : { problem: 'not-found' }
  },
})
