import { Button, Input, Segmented, Select } from 'antd'
import { useTranslation } from 'react-i18next'

import { type Batch, placeReasons, callerRoles, taskStates } from '@/lib/api/types'
import { useWord } from '@/lib/i18n/use-word'

import { useCenters } from '../api/get-centers'
import { isFiltered } from '../filters'
import { useFilters } from '../use-filters'

interface Props {
  batch: Batch
  total: number | undefined
}

export function PlaceFilters({ batch, total }: Props) {
  const { t } = useTranslation()
  const [filters, change] = useFilters()
  const { data: centers } = useCenters(batch.from.slice(0, 7))
  return (
    <div className="place-filters">
      <Segmented
        value={filters.place ?? 'all'}
        onChange={(value) => change({ place: value === 'all' ? undefined : value })}
        options={[
          { value: 'all', label: t('batch.all') },
          { value: 'task', label: t('batch.to_call') },
          { value: 'excluded', label: t('batch.excluded') },
        ]}
      />
      <Select
        allowClear
        showSearch={{ optionFilterProp: 'label' }}
        aria-label={t('batch.center')}
        placeholder={t('batch.center')}
        value={filters.center ?? null}
        onChange={(center) => change({ center: center ?? undefined })}
        options={centers?.map(({ code, name }) => ({ value: code, label: name }))}
        style={{ width: 148 }}
      />
      <CodeFilter name="role" group="role" codes={callerRoles} width={116} />
      <CodeFilter name="state" group="task_state" codes={taskStates} width={112} />
      <CodeFilter name="reason" group="reason" codes={placeReasons} width={136} />
      <Input.Search
        key={filters.text ?? ''}
        allowClear
        aria-label={t('batch.search')}
        placeholder={t('batch.search')}
        defaultValue={filters.text}
        onSearch={(text) => change({ text: text.trim() || undefined })}
        style={{ flex: '1 1 160px', maxWidth: 240 }}
      />
      {isFiltered(filters) ? (
        <Button type="link" onClick={() => change(none)}>{t('batch.clear')}</Button>
      ) : null}
      <span className="secondary place-total">
        {total === undefined ? '' : t('batch.rows', { count: total })}
      </span>
    </div>
  )
}

const none = { place: undefined, center: undefined, text: undefined }

interface CodeFilterProps {
  name: 'role' | 'state' | 'reason'
  group: string
  codes: readonly string[]
  width: number
}

function CodeFilter({ name, group, codes, width }: CodeFilterProps) {
  const { t } = useTranslation()
  const word = useWord()
  const [filters, change] = useFilters()
  return (
    <Select
      allowClear
      aria-label={t(`batch.any_${name}`)}
      placeholder={t(`batch.any_${name}`)}
      value={filters[name] ?? null}
      onChange={(code) => change({ [name]: code ?? undefined })}
      options={codes.map((code) => ({ value: code, label: word(group, code) }))}
      style={{ width }}
    />
  )
}
