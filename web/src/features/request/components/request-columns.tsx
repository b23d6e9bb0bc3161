import type { TableColumnsType } from 'antd'
import type { TFunction } from 'i18next'
import { Link } from 'react-router'

import { Mark } from '@/components/Mark'
import { severityTones, toneOf } from '@/components/tones'
import type { ServiceRequestEntry } from '@/lib/api/types'
import { shortCenterName } from '@/lib/center-name'

interface Words {
  t: TFunction
  word: (group: string, code: string | null | undefined) => string
  moment: (atMs: number | null | undefined) => string
}

export function requestColumns({ t, word, moment }: Words): TableColumnsType<ServiceRequestEntry> {
  return [
    {
      title: t('request.request_no'),
      width: 184,
      render: (_, { request_no: number, by_hand: byHand }) => (
        <span className="place-cell">
          <Link
            className="figure"
            to={`/service-requests/${encodeURIComponent(number)}`}
            onClick={(event) => event.stopPropagation()}
          >
            {number}
          </Link>
          {byHand ? <Mark tone="active">{t('request.by_hand')}</Mark> : null}
        </span>
      ),
    },
    {
      title: t('request.center_short'),
      width: 96,
      ellipsis: true,
      render: (_, { center_name: name }) => shortCenterName(name),
    },
    {
      title: t('request.kind'),
      width: 100,
      render: (_, { kind, severity }) => (
        <span className="place-cell">
          {word('request_kind', kind)}
          {severity === 'ordinary' ? null : (
            <Mark tone={toneOf(severityTones, severity)}>{word('severity', severity)}</Mark>
          )}
        </span>
      ),
    },
    { title: t('request.room'), dataIndex: 'room', width: 128, ellipsis: true },
    {
      title: t('request.resident'),
      width: 84,
      ellipsis: true,
      render: (_, entry) => (entry.erased ? t('request.erased') : entry.resident_name),
    },
    {
      title: t('request.matter'),
      ellipsis: true,
      render: (_, entry) => (entry.erased ? t('request.erased') : entry.matter),
    },
    {
      title: t('request.status'),
      width: 104,
      render: (_, { status }) => word('request_status', status),
    },
    {
      title: t('request.taken_in_at'),
      width: 100,
      align: 'right',
      render: (_, { taken_in_at_ms: at }) => moment(at),
    },
    {
      title: t('request.completed_at'),
      width: 100,
      align: 'right',
      render: (_, { completed_at_ms: at }) => moment(at),
    },
    { title: t('request.wording'), width: 104, render: (_, entry) => <Worded entry={entry} t={t} /> },
  ]
}

/** How far the wording for the script has come. */
function Worded({ entry, t }: { entry: ServiceRequestEntry; t: TFunction }) {
  if (entry.result_worded && !entry.result_cleared) {
    return <Mark tone="risk">{t('request.not_cleared')}</Mark>
  }
  if (entry.matter_worded || entry.result_worded) {
    return <Mark tone="good">{t('request.worded')}</Mark>
  }
  return <span className="secondary">{t('request.not_worded')}</span>
}
