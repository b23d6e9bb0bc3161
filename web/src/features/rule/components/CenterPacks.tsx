import { useState } from 'react'
import { Button, Table, type TableColumnsType } from 'antd'
import { useTranslation } from 'react-i18next'

import { EmptyNote } from '@/components/EmptyNote'
import type { CenterRulePack, RulePacks } from '@/lib/api/types'
import { useMoment } from '@/lib/status/use-moment'
import { useSaid } from '@/lib/i18n/use-said'

import { ChangePack } from './ChangePack'

/** Which center uses which pack from when. */
export function CenterPacks({ data, mayManage }: { data: RulePacks; mayManage: boolean }) {
  const { t } = useTranslation()
  const said = useSaid()
  const moment = useMoment()
  const [changing, setChanging] = useState<CenterRulePack>()
  const titleOf = (id: string) => said(data.packs.find((pack) => pack.id === id)?.title)
  const columns: TableColumnsType<CenterRulePack> = [
    { title: t('rule.center'), dataIndex: 'name', width: 240 },
    {
      title: t('rule.next_batch', { date: data.next_batch }), width: 240,
      render: (_, center) => (
        <>
          {titleOf(center.pack)}
          <span className="secondary">
            {' '}{t('rule.version_no', { version: center.pack_version })}
          </span>
        </>
      ),
    },
    {
      title: t('rule.changes'),
      render: (_, center) =>
        center.changes.length === 0 ? (
          <span className="secondary">{t('rule.never_chosen')}</span>
        ) : (
          <ul className="rule-cell">
            {center.changes.map((change) => (
              <li key={change.from}>
                {t('rule.from_on', { date: change.from, pack: titleOf(change.pack) })}
                <span className="secondary">
                  {change.chosen_by ?? ''} {moment(change.chosen_at_ms)}
                </span>
              </li>
            ))}
          </ul>
        ),
    },
    {
      title: '', width: 96, align: 'right',
      render: (_, center) =>
        mayManage ? (
          <Button size="small" onClick={() => setChanging(center)}>{t('rule.change')}</Button>
        ) : null,
    },
  ]
  return (
    <>
      <Table<CenterRulePack>
        size="small"
        rowKey="code"
        columns={columns}
        dataSource={data.centers}
        pagination={false}
        locale={{ emptyText: <EmptyNote>{t('rule.no_centers')}</EmptyNote> }}
      />
      {changing === undefined ? null : (
        <ChangePack center={changing} data={data} onClose={() => setChanging(undefined)} />
      )}
    </>
  )
}
