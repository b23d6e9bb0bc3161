import { Button, DatePicker, Input, Segmented, Select } from 'antd'
import dayjs from 'dayjs'
import { useTranslation } from 'react-i18next'

import { findingKinds, findingStates } from '@/lib/api/types'
import { useWord } from '@/lib/i18n/use-word'

import { useFindingsSummary } from '../api/get-findings-summary'
import { isFiltered } from '../filters'
import { useFilters } from '../use-filters'

export function FindingFilters({ total }: { total: number | undefined }) {
  const { t } = useTranslation()
  const word = useWord()
  const [filters, change] = useFilters()
  const { data: every } = useFindingsSummary({})
  return (
    <div className="place-filters">
      <Segmented
        value={filters.state}
        onChange={(state) => change({ state })}
        options={[...findingStates, 'all'].map((state) => ({
          value: state,
          label: state === 'all' ? t('finding.all') : word('finding_state', state),
        }))}
      />
      <Select
        allowClear
        aria-label={t('finding.kind')}
        placeholder={t('finding.kind')}
        value={filters.kind ?? null}
        onChange={(kind) => change({ kind: kind ?? undefined })}
        options={findingKinds.map((kind) => ({ value: kind, label: word('finding_kind', kind) }))}
        style={{ width: 190 }}
      />
      <Select
        allowClear
        aria-label={t('finding.center')}
        placeholder={t('finding.center')}
        value={filters.center ?? null}
        onChange={(center) => change({ center: center ?? undefined })}
        options={every?.centers.map(({ code, name }) => ({ value: code, label: name }))}
        style={{ width: 170 }}
      />
      <DatePicker.RangePicker
        aria-label={t('finding.occurred_on')}
        allowEmpty={[true, true]}
        value={[filters.from, filters.to].map((day) => (day ? dayjs(day) : null)) as
          [dayjs.Dayjs | null, dayjs.Dayjs | null]}
        onChange={(days) => change({
          from: days?.[0]?.format('YYYY-MM-DD'), to: days?.[1]?.format('YYYY-MM-DD'),
        })}
        style={{ width: 240 }}
      />
      <Input.Search
        key={filters.subject ?? ''}
        allowClear
        aria-label={t('finding.search')}
        placeholder={t('finding.search')}
        defaultValue={filters.subject}
        onSearch={(text) => change({ subject: text.trim() || undefined })}
        style={{ flex: '1 1 140px', maxWidth: 200 }}
      />
      {isFiltered(filters) ? (
        <Button type="link" onClick={() => change(none)}>{t('finding.clear')}</Button>
      ) : null}
      <span className="secondary place-total">
        {total === undefined ? '' : t('finding.rows', { count: total })}
      </span>
    </div>
  )
}

const none = {
  state: 'open', kind: undefined, center: undefined, from: undefined, to: undefined,
  subject: undefined,
}
