import { Tooltip } from 'antd'
import { useTranslation } from 'react-i18next'

import { Mark } from './Mark'

/** Beside dates that rest on weekends because the holidays are not announced yet. */
export function ProvisionalMark() {
  const { t } = useTranslation()
  return (
    <Tooltip title={t('common.provisional_hint')}>
      <span tabIndex={0}><Mark tone="risk">{t('common.provisional')}</Mark></span>
    </Tooltip>
  )
}
