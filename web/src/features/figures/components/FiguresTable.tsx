import { Table, type TableColumnsType } from 'antd'
import type { TFunction } from 'i18next'
import { useTranslation } from 'react-i18next'

import { EmptyNote } from '@/components/EmptyNote'
import type { CallbackFigures, CenterFigures } from '@/lib/api/types'
import { shortCenterName } from '@/lib/center-name'
import { parseFraction } from '@/lib/rate'

import { Rate } from './Rate'

const counted = ['attempted', 'reached', 'completed', 'answered', 'satisfied'] as const

/** One row a center, the company below. */
export function FiguresTable({ figures }: { figures: CallbackFigures }) {
  const { t } = useTranslation()
  const { company } = figures
  return (
    <Table<CenterFigures>
      size="small"
      rowKey="code"
      columns={columns(t)}
      dataSource={figures.centers}
      pagination={false}
      locale={{ emptyText: <EmptyNote>{t('figures.empty')}</EmptyNote> }}
      summary={() => (
        <Table.Summary.Row className="summary-row">
          <Table.Summary.Cell index={0}>{t('figures.company')}</Table.Summary.Cell>
          {counted.map((name, index) => (
            <Table.Summary.Cell key={name} index={index + 1} align="right">
              {company[name]}
            </Table.Summary.Cell>
          ))}
          <Table.Summary.Cell index={6} align="right">
            <Rate counts={company} />
          </Table.Summary.Cell>
        </Table.Summary.Row>
      )}
    />
  )
}

function columns(t: TFunction): TableColumnsType<CenterFigures> {
  return [
    { title: t('figures.center'), render: (_, center) => shortCenterName(center.name) },
    ...counted.map((name) => ({
      title: t(`figures.${name}`),
      dataIndex: name,
      align: 'right' as const,
      width: 88,
    })),
    {
      title: t('figures.rate'),
      align: 'right',
      width: 164,
      sorter: (one, other) => share(one) - share(other),
      render: (_, center) => <Rate counts={center} />,
    },
  ]
}

/** Only for the order of rows; centers without a rate come first. */
function share(center: CenterFigures): number {
  const fraction = parseFraction(center.rate)
  return fraction == null ? -1 : fraction.numerator / fraction.denominator
}
