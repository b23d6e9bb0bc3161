import { Table } from 'antd'
import { useTranslation } from 'react-i18next'

import type { RulePack } from '@/lib/api/types'
import { address } from '@/lib/api/request'
import { useMoment } from '@/lib/status/use-moment'

/** The versions of a pack, newest first. */
export function PackVersions({ pack }: { pack: RulePack }) {
  const { t } = useTranslation()
  const moment = useMoment()
  return (
    <Table
      size="small"
      rowKey="version"
      pagination={false}
      dataSource={pack.versions}
      columns={[
        { title: t('rule.version'), dataIndex: 'version', width: 64, align: 'right' },
        { title: t('rule.effective_from'), dataIndex: 'effective_from', width: 110 },
        {
          title: t('rule.added'),
          render: (_, version) => (
            <>
              {version.added_by ?? t('rule.shipped')}
              <span className="secondary"> {moment(version.added_at_ms)}</span>
            </>
          ),
        },
        {
          title: '', width: 72, align: 'right',
          render: (_, version) => (
            <a
              href={address(`/rules/packs/${pack.id}/${version.version}`, {})}
              target="_blank"
              rel="noreferrer"
            >
              {t('rule.text')}
            </a>
          ),
        },
      ]}
    />
  )
}
