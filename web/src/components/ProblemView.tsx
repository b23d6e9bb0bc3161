import { Button, Result } from 'antd'
import { useTranslation } from 'react-i18next'

import { isProblem } from '@/lib/api/problem'
import { useProblemText } from '@/lib/i18n/use-problem-text'

interface Props {
  error: unknown
  onRetry?: () => void
}

/** In place of content that could not be had: what happened and what to do. */
export function ProblemView({ error, onRetry }: Props) {
  const { t } = useTranslation()
  const textOf = useProblemText()
  const missing = isProblem(error) && error.status === 404
  return (
    <Result
      status={missing ? 'info' : 'warning'}
      title={missing ? t('problem.not_found_title') : t('problem.title')}
      subTitle={textOf(error)}
      extra={onRetry && !missing && <Button onClick={onRetry}>{t('common.retry')}</Button>}
    />
  )
}
