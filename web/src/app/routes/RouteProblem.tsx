import { Button, Result } from 'antd'
import { useTranslation } from 'react-i18next'

/** A page could not be shown at all, for instance after the service was updated under it. */
export function RouteProblem() {
  const { t } = useTranslation()
  return (
    <Result
      status="warning"
      title={t('problem.title')}
      subTitle={t('problem.page_broken')}
      extra={<Button onClick={() => window.location.reload()}>{t('common.reload')}</Button>}
    />
  )
}
