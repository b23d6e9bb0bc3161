import { DatePicker, Form, Select } from 'antd'
import dayjs from 'dayjs'
import { useTranslation } from 'react-i18next'
import { useSearchParams } from 'react-router'

import type { RulePacks } from '@/lib/api/types'
import { useStatus } from '@/lib/status/get-status'
import { addDays } from '@/lib/time'
import { useSaid } from '@/lib/i18n/use-said'

import { TrialResult } from './TrialResult'
import { Unworked } from './Unworked'

/** What another pack would have done to a period of the centers. */
export function TrialTab({ data }: { data: RulePacks }) {
  const { t } = useTranslation()
  const said = useSaid()
  const [search, setSearch] = useSearchParams()
  const today = useStatus().data?.today
  if (today === undefined) return null
  const pack = search.get('pack') ?? data.packs[1]?.id ?? data.packs[0]?.id ?? ''
  const from = search.get('from') ?? addDays(today, -90)
  const to = search.get('to') ?? addDays(today, -1)
  const center = search.get('center') ?? ''
  const change = (part: Record<string, string>) =>
    setSearch({ tab: 'trial', pack, from, to, center, ...part }, { replace: true })
  return (
    <>
      <Form layout="inline" className="rule-form">
        <Form.Item label={t('rule.pack')}>
          <Select
            style={{ width: 260 }}
            aria-label={t('rule.pack')}
            value={pack}
            options={data.packs.map(({ id, title }) => ({ value: id, label: said(title) }))}
            onChange={(id: string) => change({ pack: id })}
          />
        </Form.Item>
        <Form.Item label={t('rule.period')}>
          <DatePicker.RangePicker
            allowClear={false}
            aria-label={t('rule.period')}
            value={[dayjs(from), dayjs(to)]}
            onChange={(days) => {
              const [first, last] = days ?? []
              if (first == null || last == null) return
              change({ from: first.format('YYYY-MM-DD'), to: last.format('YYYY-MM-DD') })
            }}
          />
        </Form.Item>
        <Form.Item label={t('rule.center')}>
          <Select
            style={{ width: 220 }}
            aria-label={t('rule.center')}
            value={center}
            options={[
              { value: '', label: t('rule.all_centers') },
              ...data.centers.map(({ code, name }) => ({ value: code, label: name })),
            ]}
            onChange={(code: string) => change({ center: code })}
          />
        </Form.Item>
      </Form>
      <Unworked pack={data.packs.find(({ id }) => id === pack)} />
      <TrialResult question={{ pack, from, to, ...(center === '' ? {} : { center }) }} />
    </>
  )
}
