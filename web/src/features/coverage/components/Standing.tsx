import { useTranslation } from 'react-i18next'

import { Mark } from '@/components/Mark'
import type { CoverageLine } from '@/lib/api/types'
import { useMoment } from '@/lib/status/use-moment'
import type { Tone } from '@/lib/tokens'

const tones: Record<CoverageLine['state'], Tone> = {
  met: 'good', needed: 'risk', missed: 'bad', nothing: 'idle',
}

/** Met, how many are still needed by when, or out of reach. */
export function Standing({ line }: { line: CoverageLine }) {
  const { t } = useTranslation()
  const moment = useMoment()
  return (
    <Mark tone={tones[line.state]}>
      {t(`coverage.state.${line.state}`, { missing: line.missing, by: moment(line.by_ms) })}
    </Mark>
  )
}
