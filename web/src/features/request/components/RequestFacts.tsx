import type { ReactNode } from 'react'
import { Card } from 'antd'
import { useTranslation } from 'react-i18next'

import { useServiceCenters } from '@/lib/api/get-service-centers'
import type { ServiceRequest } from '@/lib/api/types'
import { useWord } from '@/lib/i18n/use-word'
import { useMoment } from '@/lib/status/use-moment'

/** A request that is kept elsewhere, to be read. */
export function RequestFacts({ known }: { known: ServiceRequest }) {
  const { t } = useTranslation()
  const word = useWord()
  const moment = useMoment()
  const { data: centers } = useServiceCenters()
  const center = centers?.find(({ code }) => code === known.center_code)?.name
  const gone = known.erased ? t('request.erased') : undefined
  const facts: [string, ReactNode][] = [
    [t('request.center_code'), center],
    [t('request.kind'), word('request_kind', known.kind)],
    [t('request.severity'), word('severity', known.severity)],
    [t('request.status'), word('request_status', known.status)],
    [t('request.channel'), word('channel', known.channel)],
    [t('request.report_source'), word('report_source', known.report_source)],
    [t('request.room'), known.room],
    [t('request.resident_name'), gone ?? known.resident_name],
    [t('request.phone'), gone ?? known.phone_masked],
    [t('request.matter'), gone ?? known.matter],
    [t('request.matter_result'), gone ?? known.matter_result],
    [t('request.department'), known.department],
    [t('request.handler'), known.handler],
    [t('request.taken_in_at'), moment(known.taken_in_at_ms)],
    [t('request.dispatched_at'), moment(known.dispatched_at_ms)],
    [t('request.completed_at'), moment(known.completed_at_ms)],
    [t('request.related_request_no'), known.related_request_no],
  ]
  return (
    <Card size="small" title={t('request.facts')}>
      <dl className="facts facts-wide">
        {facts.filter(([, value]) => value != null && value !== '').map(([name, value]) => (
          <div className="fact-row" key={name}><dt>{name}</dt><dd>{value}</dd></div>
        ))}
      </dl>
    </Card>
  )
}
