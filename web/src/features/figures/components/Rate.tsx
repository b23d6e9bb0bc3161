import { InfoCircleOutlined } from '@ant-design/icons'
import { Tooltip } from 'antd'
import { useTranslation } from 'react-i18next'

import type { Counts } from '@/lib/api/types'
import { parseFraction, rateGap, rateText } from '@/lib/rate'

/** `90.2% (37/41)`, or in words why there is none. */
export function Rate({ counts }: { counts: Counts }) {
  const { t } = useTranslation()
  const fraction = parseFraction(counts.rate)
  if (fraction != null) return <strong>{rateText(fraction)}</strong>
  const gap = rateGap(counts)
  return (
    <Tooltip title={t(`figures.gap_reason.${gap}`, { answered: counts.answered })}>
      <span className="secondary" tabIndex={0}>
        {t(`figures.gap.${gap}`)} <InfoCircleOutlined />
      </span>
    </Tooltip>
  )
}
