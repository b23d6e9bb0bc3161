import { Tooltip } from 'antd'
import { useTranslation } from 'react-i18next'

import type { Batch } from '@/lib/api/types'

/** What stands beside the equation and is not part of it. */
export function SideCounts({ batch }: { batch: Batch }) {
  const { t } = useTranslation()
  const counts = [
    ['late', batch.late],
    ['home_visits', batch.home_visits],
    ['without_completion_time', batch.without_completion_time],
  ] as const
  return (
    <div className="side-counts">
      {counts.map(([name, count]) => (
        <Tooltip key={name} title={t(`batch.${name}_hint`)}>
          <span className="secondary" tabIndex={0}>
            {t(`batch.${name}`)} <b className="figure">{count}</b>
          </span>
        </Tooltip>
      ))}
    </div>
  )
}
