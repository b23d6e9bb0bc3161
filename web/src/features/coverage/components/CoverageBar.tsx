import { useTranslation } from 'react-i18next'

import type { CoverageLine } from '@/lib/api/types'
import { colors } from '@/lib/tokens'

/** What was attempted of what is eligible, with a mark where the rate is kept. */
export function CoverageBar({ line }: { line: CoverageLine }) {
  const { t } = useTranslation()
  if (line.eligible === 0) return null
  const share = (count: number) => `${(100 * count) / line.eligible}%`
  const tone = line.state === 'met' ? 'good' : line.state === 'missed' ? 'bad' : 'active'
  const label = t('coverage.bar', {
    attempted: line.attempted, required: line.required, eligible: line.eligible,
  })
  return (
    <div className="coverage-bar" role="img" aria-label={label} title={label}>
      <span style={{ width: share(line.attempted), background: colors[tone] }} />
      <i style={{ insetInlineStart: `calc(${share(line.required)} - 2px)` }} />
    </div>
  )
}
