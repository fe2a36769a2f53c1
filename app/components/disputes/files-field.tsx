import { useTranslation } from '~/i18n/use-translation'
import { MOST_EVIDENCE_FILES } from '~/domain/evidence-file'
import type { Formatters } from '~/i18n/formatters'
import { EvidenceField, LARGEST_EVIDENCE_MEGABYTES } from '../evidence-field'

/** Up to five files. A browser does not keep what was chosen when the form comes back: then it says so. */
export function FilesField({ problems, format }: { problems: readonly string[]; format: Formatters }) {
  const { t } = useTranslation('dispute')
  return (
    <EvidenceField
      label={t('files.label')}
      hint={t('files.hint', {
        files: format.integer(MOST_EVIDENCE_FILES),
        megabytes: format.integer(LARGEST_EVIDENCE_MEGABYTES),
      })}
      problems={problems.length === 0 ? [] : [...problems, t('files.again')]}
      multiple
    />
  )
}
