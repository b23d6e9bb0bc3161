import { WarningFilled } from '@ant-design/icons'
import { Card } from 'antd'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'

import type { Alarm } from '@/lib/api/types'
import { useWord } from '@/lib/i18n/use-word'
import { useMoment } from '@/lib/status/use-moment'
import { colors } from '@/lib/tokens'

/** What someone has to look after today. */
export function AlarmList({ alarms }: { alarms: Alarm[] }) {
  const { t } = useTranslation()
  return (
    <Card
      size="small"
      title={t('batch.alarms')}
      extra={alarms.length === 0 ? null : <span className="figure">{alarms.length}</span>}
    >
      {alarms.length === 0 ? (
        <p className="secondary">{t('batch.alarms_empty')}</p>
      ) : (
        <ul className="alarms">
          {alarms.map((alarm) => <AlarmLine key={alarm.id} alarm={alarm} />)}
        </ul>
      )}
    </Card>
  )
}

function AlarmLine({ alarm }: { alarm: Alarm }) {
  const word = useWord()
  const moment = useMoment()
  const text = word('alarm', alarm.kind)
  return (
    <li>
      <WarningFilled style={{ color: colors.bad }} aria-hidden />
      <span>{alarm.task_id ? <Link to={`/callbacks/${alarm.task_id}`}>{text}</Link> : text}</span>
      <time className="secondary figure">{moment(alarm.raised_at_ms)}</time>
    </li>
  )
}
