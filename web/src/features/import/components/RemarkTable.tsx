import { Table, type TableColumnsType } from 'antd'
import { useTranslation } from 'react-i18next'

import { EmptyNote } from '@/components/EmptyNote'
import type { ImportRemark } from '@/lib/api/types'
import { useLanguage } from '@/lib/i18n/use-language'

interface Props {
  remarks: ImportRemark[]
  count: number
  empty: string
}

/** What is wrong or odd, a line a cell. */
export function RemarkTable({ remarks, count, empty }: Props) {
  const { t } = useTranslation()
  const language = useLanguage()
  const columns: TableColumnsType<ImportRemark> = [
    { title: t('imports.row'), dataIndex: 'row', align: 'right', width: 90 },
    {
      title: t('imports.column'), width: 160,
      render: (_, remark) => remark.column || t('imports.whole_row'),
    },
    { title: t('imports.value'), dataIndex: 'value', ellipsis: true },
    {
      title: t('imports.reason'),
      render: (_, remark) => (language === 'en' ? remark.reason_en : remark.reason_zh),
    },
  ]
  return (
    <>
      <Table<ImportRemark>
        size="small"
        rowKey={(remark) => `${remark.row}/${remark.column}/${remark.code}`}
        columns={columns}
        dataSource={remarks}
        pagination={{ pageSize: 10, hideOnSinglePage: true, showSizeChanger: false }}
        locale={{ emptyText: <EmptyNote>{empty}</EmptyNote> }}
      />
      {count > remarks.length ? (
        <p className="secondary">{t('imports.first_only', { count, kept: remarks.length })}</p>
      ) : null}
    </>
  )
}
