import { useCallback } from 'react'
import { useTranslation } from 'react-i18next'

import { isProblem } from '@/lib/api/problem'
import { useMoment } from '@/lib/status/use-moment'

import { useWord } from './use-word'

/** What happened, why, and what to do, for anything that was thrown. */
export function useProblemText(): (error: unknown) => string {
  const { t } = useTranslation()
  const word = useWord()
  const moment = useMoment()
  return useCallback(
    (error) => {
      if (!isProblem(error)) return t('problem.unknown')
      const nextAt = error.params['next_at_ms']
      const next = typeof nextAt === 'number' ? moment(nextAt) : ''
      const role = word('role', String(error.params['role'] ?? ''))
      const disposition = word('disposition', String(error.params['disposition'] ?? ''))
      const values = { ...error.params, next_at: next, role, disposition }
      const known = t(`problem.${error.code}`, { ...values, defaultValue: '' })
      if (known !== '') return known
      return error.status >= 500 ? t('problem.internal') : t('problem.unknown')
    },
    [t, word, moment],
  )
}
