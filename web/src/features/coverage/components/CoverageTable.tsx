import { Button, Table, type TableColumnsType } from 'antd'
import type { TFunction } from 'i18next'
import { useTranslation } from 'react-i18next'

import type { CoverageLine } from '@/lib/api/types'
import { shortCenterName } from '@/lib/center-name'
import { useWord } from '@/lib/i18n/use-word'
import { parseFraction, rateText } from '@/lib/rate'

import { CoverageBar } from './CoverageBar'
import { Standing } from './Standing'

interface Props {
  lines: CoverageLine[]
  onOpen: (line: CoverageLine) => void
}

const counted = ['eligible', 'required', 'attempted', 'reached', 'completed'] as const

/** One row a center and kind. */
export function CoverageTable({ lines, onOpen }: Props) {
  const { t } = useTranslation()
  const word = useWord()
  return (
    <Table<CoverageLine>
      size="small"
      rowKey={(line) => `${line.kind} ${line.center_code}`}
      columns={columns(t, word, onOpen)}
      dataSource={lines}
      pagination={lines.length > 50 ? { pageSize: 50 } : false}
    />
  )
}

function columns(
  t: TFunction,
  word: (group: string, code: string) => string,
  onOpen: (line: CoverageLine) => void,
): TableColumnsType<CoverageLine> {
  const fraction = (rate: string | null | undefined) => {
    const read = parseFraction(rate)
    return read === null ? <span className="secondary">{t('coverage.none')}</span> : rateText(read)
  }
  return [
    {
      title: t('coverage.center'),
      render: (_, line) => line.eligible === 0 ? shortCenterName(line.center_name) : (
        <Button type="link" size="small" className="coverage-open" onClick={() => onOpen(line)}>
          {shortCenterName(line.center_name)}
        </Button>
      ),
    },
    { title: t('coverage.kind'), width: 104, render: (_, line) => word('request_kind', line.kind) },
    { title: t('coverage.rate'), width: 104, render: (_, line) => rates(t, line) },
    ...counted.map((name) => ({
      title: t(`coverage.${name}`), dataIndex: name, align: 'right' as const, width: 80,
    })),
    {
      title: t('coverage.covered'), align: 'right', width: 148,
      render: (_, line) => fraction(line.coverage),
    },
    { title: '', width: 120, render: (_, line) => <CoverageBar line={line} /> },
    {
      title: t('coverage.in_time'), align: 'right', width: 148,
      render: (_, line) => fraction(line.timeliness),
    },
    { title: t('coverage.standing'), width: 208, render: (_, line) => <Standing line={line} /> },
  ]
}

/** `100%`, or `100% / 30%` where matters of a kind have different rates. */
function rates(t: TFunction, line: CoverageLine): string {
  const texts = line.rates.map((rate) => {
    const read = parseFraction(rate)
    return read === null ? rate : `${Math.round((100 * read.numerator) / read.denominator)}%`
  })
  return texts.length === 0 ? t('coverage.none') : texts.join(' / ')
}
