import { Button, Result } from 'antd'
import { useTranslation } from 'react-i18next'

import { useProblemText } from '@/lib/i18n/use-problem-text'

interface Props {
  error: unknown
  onRetry?: () => void
}

/** In place of content that could not be had: what happened and what to do. */
export function ProblemView({ error, onRetry }: Props) {
  const { t } = useTranslation()
  const textOf = useProblemText()
  return (
    <Result
      status="warning"
      title={t('problem.title')}
      subTitle={textOf(error)}
      extra={onRetry && <Button onClick={onRetry}>{t('common.retry')}</Button>}
    />
  )
}
