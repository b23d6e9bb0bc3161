import { Tag } from 'antd'
import { useTranslation } from 'react-i18next'

import { type Batch, exclusionReasons, roles } from '@/lib/api/types'
import { useWord } from '@/lib/i18n/use-word'

import { useFilters } from '../use-filters'

/** Tasks by who calls and exclusions by reason, as chips that filter the table. */
export function SplitChips({ batch }: { batch: Batch }) {
  const { t } = useTranslation()
  return (
    <div className="split-chips">
      <Chips name="role" label={t('batch.by_role')} counts={batch.tasks} known={roles} />
      <Chips
        name="reason"
        label={t('batch.by_reason')}
        counts={batch.excluded}
        known={exclusionReasons}
      />
    </div>
  )
}

interface ChipsProps {
  name: 'role' | 'reason'
  label: string
  counts: Partial<Record<string, number>>
  known: readonly string[]
}

function Chips({ name, label, counts, known }: ChipsProps) {
  const word = useWord()
  const [filters, change] = useFilters()
  const further = Object.keys(counts).filter((code) => !known.includes(code))
  return (
    <div className="chips" role="group" aria-label={label}>
      <span className="secondary">{label}</span>
      {[...known, ...further].map((code) => {
        const count = counts[code] ?? 0
        const chosen = filters[name] === code
        if (count === 0 && !chosen) {
          return <span key={code} className="chip-zero">{word(name, code)} 0</span>
        }
        return (
          <Tag.CheckableTag
            key={code}
            checked={chosen}
            onChange={(checked) => change({ [name]: checked ? code : undefined })}
          >
            {word(name, code)} <b>{count}</b>
          </Tag.CheckableTag>
        )
      })}
    </div>
  )
}
