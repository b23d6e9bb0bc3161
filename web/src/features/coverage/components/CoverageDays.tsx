import { Drawer, Skeleton, Table } from 'antd'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'

import { ProblemView } from '@/components/ProblemView'
import type { CoverageDay, CoverageLine } from '@/lib/api/types'
import { shortCenterName } from '@/lib/center-name'
import { useWord } from '@/lib/i18n/use-word'

import { useCoverageDays } from '../api/get-coverage'

interface Props {
  month: string
  line: CoverageLine
  onClose: () => void
}

const counted = ['eligible', 'attempted', 'open'] as const

/** The batches behind one center's number, each leading to its rows. */
export function CoverageDays({ month, line, onClose }: Props) {
  const { t } = useTranslation()
  const word = useWord()
  const center = line.center_code ?? ''
  const { data: days, error, refetch } = useCoverageDays(month, center, line.kind)
  const title = `${shortCenterName(line.center_name)} · ${word('request_kind', line.kind)}`
  return (
    <Drawer open size={520} title={title} onClose={onClose}>
      {error ? <ProblemView error={error} onRetry={() => void refetch()} /> : null}
      {days === undefined ? <Skeleton active /> : (
        <Table<CoverageDay>
          size="small"
          rowKey="batch_date"
          dataSource={days}
          pagination={false}
          columns={[
            {
              title: t('coverage.batch'),
              render: (_, day) => (
                <Link to={`/batches/${day.batch_date}?place=task&center=${center}`}>
                  {day.batch_date}
                </Link>
              ),
            },
            ...counted.map((name) => ({
              title: t(`coverage.${name === 'open' ? 'untried' : name}`),
              dataIndex: name,
              align: 'right' as const,
            })),
            {
              title: t('coverage.in_time'), align: 'right',
              render: (_, day) => `${day.in_time}/${day.due}`,
            },
          ]}
        />
      )}
    </Drawer>
  )
}
