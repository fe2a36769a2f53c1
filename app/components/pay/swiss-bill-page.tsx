/** The Swiss QR-bill to be printed: at the foot of a sheet of A4, as the standard has it. */
import { useTranslation } from '~/i18n/use-translation'

interface SwissBillPageProps {
  paymentId: string
  reference: string
  /** Of 210 x 105 mm; SVG of our own drawing. */
  svg: string
}

export function SwissBillPage({ paymentId, reference, svg }: SwissBillPageProps) {
  const { t } = useTranslation('pay')
  return (
    <article className="qr-bill">
      <a className="back" href={`/payments/${paymentId}`}>
        {t('transfer.bill.back')}
      </a>
      <h1>{t('transfer.bill.title', { reference })}</h1>
      <p>{t('transfer.bill.hint')}</p>
      <div role="img" aria-label={t('transfer.swissLabel')} dir="ltr" dangerouslySetInnerHTML={{ __html: svg }} />
    </article>
  )
}
