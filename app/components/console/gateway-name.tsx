import { useTranslation } from 'react-i18next'
import { isGatewayName } from '~/domain/gateway-name'

/** What a payment service is called; one of an earlier version, for which there is no text, keeps its own name. */
export function GatewayName({ name }: { name: string }) {
  const { t } = useTranslation('money')
  return <bdi>{t(`gateway.${isGatewayName(name) ? name : 'other'}`, { name })}</bdi>
}
