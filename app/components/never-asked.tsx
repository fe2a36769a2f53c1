import { useTranslation } from '~/i18n/use-translation'

/** What nobody who acts for the creditor ever asks for, and where else to learn how to reach it. */
export function NeverAsked({ creditorName }: { creditorName: string }) {
  const { t } = useTranslation('contact')
  return (
    <>
      <section aria-labelledby="never-title">
        <h2 id="never-title">{t('verify.neverTitle')}</h2>
        <ul className="points">
          <li>{t('verify.neverCard')}</li>
          <li>{t('verify.neverPassword')}</li>
          <li>{t('verify.neverCode')}</li>
          <li>{t('verify.neverAccount', { creditor: creditorName })}</li>
          <li>{t('verify.neverRemote')}</li>
        </ul>
      </section>
      <section aria-labelledby="elsewhere-title">
        <h2 id="elsewhere-title">{t('verify.elsewhereTitle', { creditor: creditorName })}</h2>
        <ul className="points">
          <li>{t('verify.elsewhereInvoice')}</li>
          <li>{t('verify.elsewhereRegister')}</li>
          <li>{t('verify.elsewherePerson')}</li>
        </ul>
        <p>
          <a href="/contact">{t('verify.write', { creditor: creditorName })}</a>
        </p>
      </section>
    </>
  )
}
