import { Tooltip, type TableColumnsType } from 'antd'
import type { TFunction } from 'i18next'
import { Link } from 'react-router'

import { Mark } from '@/components/Mark'
import { StateWord } from '@/components/StateWord'
import { satisfactionTones, severityTones, taskTones, toneOf } from '@/components/tones'
import type { Place, Sentence } from '@/lib/api/types'
import { shortCenterName } from '@/lib/center-name'
import { colors } from '@/lib/tokens'

interface Words {
  t: TFunction
  word: (group: string, code: string | null | undefined) => string
  moment: (atMs: number | null | undefined) => string
  said: (sentence: Sentence | null | undefined) => string
  nowMs: number
}

export function placeColumns(words: Words): TableColumnsType<Place> {
  const { t, word, moment } = words
  return [
    {
      title: t('batch.request_no'),
      width: 132,
      render: (_, place) => <RequestNo place={place} />,
    },
    {
      title: t('batch.center_short'),
      width: 96,
      ellipsis: true,
      render: (_, place) => shortCenterName(place.center_name),
    },
    {
      title: t('batch.kind'),
      width: 92,
      render: (_, place) => <Kind place={place} word={word} />,
    },
    { title: t('batch.room'), dataIndex: 'room', width: 122, ellipsis: true },
    { title: t('batch.resident'), dataIndex: 'resident_name', width: 66, ellipsis: true },
    { title: t('batch.matter'), dataIndex: 'matter', ellipsis: true },
    {
      title: t('batch.completed_at'),
      width: 96,
      align: 'right',
      render: (_, place) => moment(place.completed_at_ms),
    },
    {
      title: t('batch.place'),
      width: 142,
      render: (_, place) => <PlaceCell place={place} {...words} />,
    },
    { title: t('batch.attempts'), dataIndex: 'attempt_count', width: 48, align: 'right' },
    {
      title: t('batch.next'),
      width: 90,
      align: 'right',
      render: (_, place) => <Next place={place} {...words} />,
    },
    {
      title: t('batch.result'),
      width: 128,
      ellipsis: true,
      render: (_, place) => <Outcome place={place} word={word} />,
    },
  ]
}

function RequestNo({ place }: { place: Place }) {
  if (place.task_id == null) return <span className="figure">{place.request_no}</span>
  return (
    <Link
      className="figure"
      to={`/callbacks/${place.task_id}`}
      onClick={(event) => event.stopPropagation()}
    >
      {place.request_no}
    </Link>
  )
}

function Kind({ place, word }: { place: Place } & Pick<Words, 'word'>) {
  return (
    <span className="place-cell">
      {word('request_kind', place.kind)}
      {place.severity === 'ordinary' ? null : (
        <Mark tone={toneOf(severityTones, place.severity)}>{word('severity', place.severity)}</Mark>
      )}
    </span>
  )
}

function PlaceCell({ place, t, word }: { place: Place } & Words) {
  const late = place.late ? <Mark tone="risk">{t('batch.late_tag')}</Mark> : null
  if (place.place === 'excluded') {
    return (
      <span className="place-cell">
        <Tooltip title={place.merged_into}>
          <span className="secondary">
            {t('batch.excluded_because', { reason: word('reason', place.reason) })}
          </span>
        </Tooltip>
        {late}
      </span>
    )
  }
  const state = place.task_state ?? 'waiting'
  return (
    <span className="place-cell">
      <StateWord tone={toneOf(taskTones, state)}>{word('task_state', state)}</StateWord>
      {place.role === 'agent' ? null : (
        <span className="secondary">{word('role', place.role)}</span>
      )}
      {late}
    </span>
  )
}

const open = ['waiting', 'scheduled']

function Next({ place, t, moment, said, nowMs }: { place: Place } & Words) {
  if (!open.includes(place.task_state ?? '')) return null
  if (place.due_at_ms != null && place.due_at_ms < nowMs && (place.attempt_count ?? 0) === 0) {
    return (
      <Tooltip title={t('batch.overdue_since', { at: moment(place.due_at_ms) })}>
        <span style={{ color: colors.bad }}>{t('batch.overdue')}</span>
      </Tooltip>
    )
  }
  return (
    <Tooltip title={said(place.due_reason)}>
      <span>{moment(place.next_attempt_at_ms ?? place.due_at_ms)}</span>
    </Tooltip>
  )
}

function Outcome({ place, word }: { place: Place } & Pick<Words, 'word'>) {
  if (place.satisfaction != null) {
    return (
      <StateWord tone={toneOf(satisfactionTones, place.satisfaction)}>
        {word('satisfaction', place.satisfaction)}
      </StateWord>
    )
  }
  return <span className="secondary">{word('disposition', place.disposition)}</span>
}
