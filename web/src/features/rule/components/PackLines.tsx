import { Table, type TableColumnsType } from 'antd'
import { useTranslation } from 'react-i18next'

import type { RuleLine } from '@/lib/api/types'
import { useWord } from '@/lib/i18n/use-word'
import { useSaid } from '@/lib/i18n/use-said'

import { sharePercent } from '../rate'

/** The lines of a pack with the regulation's own words. */
export function PackLines({ lines }: { lines: RuleLine[] }) {
  const { t } = useTranslation()
  const word = useWord()
  const said = useSaid()
  const columns: TableColumnsType<RuleLine> = [
    {
      title: t('rule.line'), width: 190,
      render: (_, line) => (
        <>
          {said(line.title)}
          <div className="secondary">{line.sources.join(' ')}</div>
        </>
      ),
    },
    { title: t('rule.matter'), width: 120, render: (_, line) => <Matter line={line} /> },
    {
      title: t('rule.when'), width: 220,
      render: (_, line) => (
        <>
          {said(line.term)}
          {line.by_batch ? null : <div className="secondary">{t('rule.not_by_batch')}</div>}
        </>
      ),
    },
    { title: t('rule.rate'), width: 72, align: 'right', render: (_, l) => sharePercent(l.rate) },
    {
      title: t('rule.how'), width: 130,
      render: (_, line) => (
        <>
          {word('callback_mode', line.mode)}
          <div className="secondary">{word('role', line.role)}</div>
        </>
      ),
    },
    {
      title: t('rule.attempts'), width: 190,
      render: (_, line) =>
        line.by_batch && line.mode !== 'visit' ? <Attempts line={line} /> : null,
    },
    {
      title: t('rule.phrase'),
      render: (_, line) => (
        <>
          {line.phrase}
          {line.assumption ? (
            <div className="secondary">{t('rule.assumed', { what: said(line.assumption) })}</div>
          ) : null}
        </>
      ),
    },
  ]
  return (
    <Table<RuleLine>
      size="small"
      rowKey="number"
      columns={columns}
      dataSource={lines}
      pagination={false}
      scroll={{ x: 1080 }}
    />
  )
}

function Matter({ line }: { line: RuleLine }) {
  const { t } = useTranslation()
  const word = useWord()
  const severities = line.severities.map((code) => word('severity', code))
  const paid = line.paid == null ? [] : [t(line.paid ? 'rule.paid' : 'rule.unpaid')]
  const narrower = [...severities, ...paid].join(' · ')
  return (
    <>
      {word('request_kind', line.kind)}
      {narrower === '' ? null : <div className="secondary">{narrower}</div>}
    </>
  )
}

function Attempts({ line }: { line: RuleLine }) {
  const { t } = useTranslation()
  const word = useWord()
  return (
    <>
      {t('rule.attempts_of', {
        limit: line.attempt_limit, slots: line.slots_min, days: line.days_min,
      })}
      <div className="secondary">
        {t('rule.unreached', {
          days: line.closing_workdays,
          then: word('when_unreached', line.when_unreached),
        })}
      </div>
    </>
  )
}
