import type { SampleAccount } from '../sample-invoice'
import { alpstegAccount } from './alpsteg'
import { kaltenbrueckAccount } from './kaltenbrueck'
import { ostheimerAccount } from './ostheimer'
import { sureanuEuroAccount, sureanuLeiAccount } from './sureanu'
import { waldsichtAccount } from './waldsicht'

export const wattenhorstAccounts: readonly SampleAccount[] = [
  ostheimerAccount,
  kaltenbrueckAccount,
  sureanuLeiAccount,
  sureanuEuroAccount,
  waldsichtAccount,
  alpstegAccount,
]
