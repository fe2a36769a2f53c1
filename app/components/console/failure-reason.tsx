import { useTranslation } from 'react-i18next'
import { findFailure } from '../pay/payment-words'

/** Why a payment failed, in the reader's words, with the code that the provider gave for whoever looks into it. */
export function FailureReason({ code }: { code: string }) {
  const { t } = useTranslation('pay')
  const words = findFailure(t, code)
  return (
    <>
      {words === null ? null : `${words} `}
      <code dir="ltr">{code}</code>
    </>
  )
}
