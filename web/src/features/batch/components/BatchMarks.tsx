import { useTranslation } from 'react-i18next'

import { ProvisionalMark } from '@/components/ProvisionalMark'
import type { Batch } from '@/lib/api/types'
import { useMoment } from '@/lib/status/use-moment'

/** When the batch was made, and whether its dates are provisional. */
export function BatchMarks({ batch }: { batch: Batch }) {
  const { t } = useTranslation()
  const moment = useMoment()
  return (
    <>
      {batch.made_at_ms == null ? null : (
        <span className="secondary">{t('batch.made', { at: moment(batch.made_at_ms) })}</span>
      )}
      {batch.provisional ? <ProvisionalMark /> : null}
    </>
  )
}
