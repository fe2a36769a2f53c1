import { expect, it } from 'vitest'
import { useTestDatabase } from '../setup/database'

const test = await useTestDatabase()

/** See docs/decisions/0004-row-level-security.md. */
const WITHOUT_POLICY = [
  // Found by the hash of a secret or by an address, before any tenant is known.
  ...['access_link', 'api_key', 'console_password_link', 'console_session', 'console_user', 'debtor_session'],
  // A number that says nothing.
  'debtor_version',
  // What a provider told, before it is known whose payment it is about.
  'gateway_inbox_entry',
]

it('keeps the rows of every table of a creditor from others, also from the owner of the tables', async () => {
  const open = await test.inspect<{ name: string }>(`
    select c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = 'public' and c.relkind = 'r'
      and exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'creditor_id' and not a.attisdropped)
      and not (c.relrowsecurity and c.relforcerowsecurity and exists (
        select from pg_policies p where p.schemaname = 'public' and p.tablename = c.relname and p.policyname = 'tenant'))
    order by 1`)
  expect(open.map(({ name }) => name)).toEqual(WITHOUT_POLICY)
})
