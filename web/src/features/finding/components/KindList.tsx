import { useTranslation } from 'react-i18next'

import type { FindingsSummary } from '@/lib/api/types'
import { useWord } from '@/lib/i18n/use-word'

import { useFilters } from '../use-filters'

/** The kinds with how many are open; a click filters the table. */
export function KindList({ kinds }: { kinds: FindingsSummary['kinds'] }) {
  const { t } = useTranslation()
  const word = useWord()
  const [filters, change] = useFilters()
  return (
    <div className="finding-kinds">
      {kinds.map(({ kind, open }) => (
        <button
          key={kind}
          type="button"
          className={`state-count${filters.kind === kind ? ' chosen' : ''}`}
          aria-pressed={filters.kind === kind}
          title={t('finding.filter_kind')}
          onClick={() => change({ kind: filters.kind === kind ? undefined : kind })}
        >
          {word('finding_kind', kind)} <b className="figure">{open}</b>
        </button>
      ))}
    </div>
  )
}
