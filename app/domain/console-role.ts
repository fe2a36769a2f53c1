/** What the creditor's own people may do in the console. */

export const CONSOLE_ROLES = ['owner', 'collector', 'viewer'] as const
export type ConsoleRole = (typeof CONSOLE_ROLES)[number]

export type ConsolePermission =
  | 'records.read'
  /** Give debtors access, or take it from them. */
  | 'links.manage'
  /** Webhook endpoints and their secrets: where the creditor's data goes. */
  | 'webhooks.manage'
  /** Refund payments, enter and correct those received on another way, settle differences with providers. */
  | 'payments.manage'
  /** Answer and decide disputes. */
  | 'disputes.manage'
  /** Offer, answer, change and end what is agreed with a debtor: payment plans, settlements, promises to pay. */
  | 'agreements.manage'
  /** Begin work again that was given up. */
  | 'jobs.manage'
  /** What debtors may pay in, by whom and at which margin. */
  | 'policies.manage'
  | 'users.manage'
  /** Keys of the API: what programs may do in the creditor's name. */
  | 'api-keys.manage'

const permissions: Readonly<Record<ConsoleRole, readonly ConsolePermission[]>> = {
  owner: [
    'records.read',
    'links.manage',
    'webhooks.manage',
    'policies.manage',
    'users.manage',
    'api-keys.manage',
    'payments.manage',
    'disputes.manage',
    'agreements.manage',
    'jobs.manage',
  ],
  collector: ['records.read', 'links.manage', 'payments.manage', 'disputes.manage', 'agreements.manage'],
  viewer: ['records.read'],
}

/** Whether the role may do it; the roles and their permissions stand above. */
export function isPermitted(role: ConsoleRole, permission: ConsolePermission): boolean {
  return permissions[role].includes(permission)
}
