import { Card } from 'antd'
import { useTranslation } from 'react-i18next'

import type { CoverageLine } from '@/lib/api/types'
import { useWord } from '@/lib/i18n/use-word'
import { parseFraction, rateText } from '@/lib/rate'

import { CoverageBar } from './CoverageBar'
import { Standing } from './Standing'

/** The company's coverage, a card a kind. */
export function CompanyCards({ lines }: { lines: CoverageLine[] }) {
  const { t } = useTranslation()
  const word = useWord()
  return (
    <div className="coverage-cards">
      {lines.map((line) => {
        const covered = parseFraction(line.coverage)
        const timely = parseFraction(line.timeliness)
        return (
          <Card
            key={line.kind}
            size="small"
            title={`${t('coverage.company')} · ${word('request_kind', line.kind)}`}
            extra={<Standing line={line} />}
          >
            <p className="coverage-rate figure">{covered ? rateText(covered) : ''}</p>
            <CoverageBar line={line} />
            <p className="secondary">
              {t('coverage.in_time')} {timely ? rateText(timely) : t('coverage.none_due')}
            </p>
          </Card>
        )
      })}
    </div>
  )
}
