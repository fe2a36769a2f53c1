import type { SampleAccount } from '../sample-invoice'
import { camaraBuniciiAccount } from './camara-bunicii'
import { copperFinchAccount } from './copper-finch'
import { larkmoorAccount } from './larkmoor-ledger'
import { qasrDinarAccount, qasrPoundAccount } from './qasr-al-nakheel'

export const pellbrookAccounts: readonly SampleAccount[] = [
  larkmoorAccount,
  copperFinchAccount,
  camaraBuniciiAccount,
  qasrDinarAccount,
  qasrPoundAccount,
]
