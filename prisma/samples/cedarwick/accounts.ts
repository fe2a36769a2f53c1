import type { SampleAccount } from '../sample-invoice'
import { dunmoreAccount } from './dunmore'
import { prairieForkAccount } from './prairie-fork'
import { wadiAlNilAccount } from './wadi-al-nil'

export const cedarwickAccounts: readonly SampleAccount[] = [prairieForkAccount, wadiAlNilAccount, dunmoreAccount]
