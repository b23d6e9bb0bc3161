import { Alert, Table, type TableColumnsType } from 'antd'
import { useTranslation } from 'react-i18next'

import type { ScriptFigures } from '@/lib/api/types'
import { shortCenterName } from '@/lib/center-name'
import { parseFraction, rateText } from '@/lib/rate'

type Part = ScriptFigures['centers'][number]

/** What went into the figures, apart wherever answers may not be counted together. */
export function VersionTable({ scripts }: { scripts: ScriptFigures[] }) {
  const { t } = useTranslation()
  const rate = (text: string | null | undefined) => {
    const fraction = parseFraction(text)
    return fraction == null ? t('figures.gap.not_answered') : rateText(fraction)
  }
  const columns: TableColumnsType<ScriptFigures> = [
    { title: t('figures.script'), dataIndex: 'script_title' },
    {
      title: t('figures.versions'), align: 'right',
      render: (_, { versions }) => versions.join(t('figures.separator')),
    },
    { title: t('figures.answered'), dataIndex: 'answered', align: 'right' },
    { title: t('figures.satisfied'), dataIndex: 'satisfied', align: 'right' },
    { title: t('figures.rate'), align: 'right', render: (_, script) => rate(script.rate) },
  ]
  const parts: TableColumnsType<Part> = [
    { title: t('figures.center'), render: (_, part) => shortCenterName(part.name) },
    { title: t('figures.answered'), dataIndex: 'answered', align: 'right' },
    { title: t('figures.satisfied'), dataIndex: 'satisfied', align: 'right' },
    { title: t('figures.rate'), align: 'right', render: (_, part) => rate(part.rate) },
  ]
  return (
    <div className="version-figures">
      <Alert type="warning" showIcon title={t('figures.mixed_why')} />
      <Table<ScriptFigures>
        size="small"
        rowKey={(script) => `${script.script_id}/${script.versions.join()}`}
        columns={columns}
        dataSource={scripts}
        pagination={false}
        expandable={{
          expandedRowRender: ({ centers }) => (
            <Table<Part>
              size="small" rowKey="code" columns={parts} dataSource={centers} pagination={false}
            />
          ),
        }}
      />
    </div>
  )
}
