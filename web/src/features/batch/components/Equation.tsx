import { CheckCircleFilled, CloseCircleFilled } from '@ant-design/icons'
import { useTranslation } from 'react-i18next'

import type { Batch } from '@/lib/api/types'
import { useStatus } from '@/lib/status/get-status'
import { shortDate } from '@/lib/time'
import { colors } from '@/lib/tokens'

import { spanOf, sum } from '../span'

/** `昨日完成 163 = 待回访 149 + 免回访 14`, with whether it adds up. */
export function Equation({ batch }: { batch: Batch }) {
  const { t } = useTranslation()
  const { data: status } = useStatus()
  const today = status?.today ?? batch.date
  const span = spanOf(batch, today)
  const covered = t(`batch.span.${span.kind}`, {
    first: shortDate(span.first, today),
    last: shortDate(span.last, today),
  })
  return (
    <div className="equation" data-testid="equation">
      <span>{covered} <b>{batch.completed}</b></span>
      <span className="operator">=</span>
      <span>{t('batch.to_call')} <b>{sum(batch.tasks)}</b></span>
      <span className="operator">+</span>
      <span>{t('batch.excluded')} <b>{sum(batch.excluded)}</b></span>
      <span className="equation-check" style={{ color: balanceColor(batch) }}>
        {batch.balanced ? <CheckCircleFilled /> : <CloseCircleFilled />}{' '}
        {batch.balanced ? t('batch.balanced') : t('batch.not_balanced')}
      </span>
    </div>
  )
}

function balanceColor(batch: Batch): string {
  return batch.balanced ? colors.good : colors.bad
}
