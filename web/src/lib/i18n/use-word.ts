import { useCallback } from 'react'
import { useTranslation } from 'react-i18next'

/**
 * The word people use for a code of the service, e.g. `word('disposition', 'no_answer')`.
 * A code this page does not know yet reads "other": a raw code is never shown.
 */
export function useWord(): (group: string, code: string | null | undefined) => string {
  const { t } = useTranslation()
  return useCallback(
    (group, code) => (code ? t(`${group}.${code}`, { defaultValue: t('common.other') }) : ''),
    [t],
  )
}
