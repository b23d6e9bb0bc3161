import { Table, type TableColumnsType } from 'antd'
import { useTranslation } from 'react-i18next'

import type { RuleLine, RulePack } from '@/lib/api/types'
import { requestKinds } from '@/lib/api/types'
import { useWord } from '@/lib/i18n/use-word'
import { useSaid } from '@/lib/i18n/use-said'

import { sharePercent } from '../rate'

interface Row {
  kind: string
}

/** The packs side by side: for each kind of matter, what each of them asks for. */
export function CompareTable({ packs }: { packs: RulePack[] }) {
  const { t } = useTranslation()
  const word = useWord()
  const said = useSaid()
  const lines = (pack: RulePack, kind: string) => pack.lines.filter((line) => line.kind === kind)
  const rows = requestKinds
    .filter((kind) => packs.some((pack) => lines(pack, kind).length > 0))
    .map((kind) => ({ kind }))
  const columns: TableColumnsType<Row> = [
    {
      title: t('rule.kind'), width: 104, fixed: 'left',
      render: (_, { kind }) => word('request_kind', kind),
    },
    ...packs.map((pack) => ({
      key: pack.id,
      title: (
        <>
          {said(pack.title)}
          {pack.is_default ? <span className="secondary"> {t('rule.default')}</span> : null}
        </>
      ),
      width: 204,
      render: (_: unknown, { kind }: Row) => <Cell lines={lines(pack, kind)} />,
    })),
  ]
  return (
    <Table<Row>
      size="small"
      rowKey="kind"
      className="rule-compare"
      columns={columns}
      dataSource={rows}
      pagination={false}
      scroll={{ x: 1100 }}
    />
  )
}

function Cell({ lines }: { lines: RuleLine[] }) {
  const { t } = useTranslation()
  const said = useSaid()
  const word = useWord()
  if (lines.length === 0) return <span className="secondary">{t('rule.none')}</span>
  return (
    <ul className="rule-cell">
      {lines.map((line) => (
        <li key={line.number}>
          {said(line.term)}
          <span className="secondary">
            {line.paid == null ? null : `${t(line.paid ? 'rule.paid' : 'rule.unpaid')} · `}
            {sharePercent(line.rate)} · {word('callback_mode', line.mode)}
            {line.by_batch ? null : ` · ${word('role', line.role)}`} · {line.sources.join(' ')}
          </span>
        </li>
      ))}
    </ul>
  )
}
