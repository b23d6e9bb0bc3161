import { Result } from 'antd'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'

export function NotFound() {
  const { t } = useTranslation()
  return (
    <Result
      status="404"
      title={t('problem.page_title')}
      subTitle={t('problem.page_text')}
      extra={<Link to="/batches">{t('nav.batch')}</Link>}
    />
  )
}
