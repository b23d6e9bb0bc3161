import { Tag, type TableColumnsType } from 'antd'
import type { TFunction } from 'i18next'
import { Link } from 'react-router'

import { StateWord } from '@/components/StateWord'
import { satisfactionTones, taskTones } from '@/components/tones'
import type { Place } from '@/lib/api/types'
import { colors } from '@/lib/tokens'

interface Words {
  t: TFunction
  word: (group: string, code: string | null | undefined) => string
  moment: (atMs: number | null | undefined) => string
  nowMs: number
}

export function placeColumns(words: Words): TableColumnsType<Place> {
  const { t, word, moment } = words
  return [
    {
      title: t('batch.request_no'),
      width: 148,
      render: (_, place) => <RequestNo place={place} />,
    },
    { title: t('batch.center'), dataIndex: 'center_name', width: 136, ellipsis: true },
    {
      title: t('batch.kind'),
      width: 92,
      render: (_, place) => <Kind place={place} word={word} />,
    },
    {
      title: t('batch.resident'),
      width: 176,
      ellipsis: true,
      render: (_, place) => [place.room, place.resident_name].filter(Boolean).join(' · '),
    },
    { title: t('batch.matter'), dataIndex: 'matter', ellipsis: true },
    {
      title: t('batch.completed_at'),
      width: 104,
      align: 'right',
      render: (_, place) => moment(place.completed_at_ms),
    },
    {
      title: t('batch.place'),
      width: 190,
      render: (_, place) => <PlaceCell place={place} {...words} />,
    },
    {
      title: t('batch.attempts'),
      dataIndex: 'attempt_count',
      width: 64,
      align: 'right',
    },
    {
      title: t('batch.next'),
      width: 130,
      align: 'right',
      render: (_, place) => <Next place={place} {...words} />,
    },
    {
      title: t('batch.result'),
      width: 116,
      render: (_, place) => <Outcome place={place} word={word} />,
    },
  ]
}

function RequestNo({ place }: { place: Place }) {
  if (place.task_id === null) return <span className="figure">{place.request_no}</span>
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
    <>
      {word('request_kind', place.kind)}
      {place.severity === 'ordinary' ? null : (
        <Tag color={place.severity === 'severe' ? 'red' : 'gold'} variant="filled"
          style={{ marginInlineStart: 4, marginInlineEnd: 0 }}>
          {word('severity', place.severity)}
        </Tag>
      )}
    </>
  )
}

function PlaceCell({ place, t, word }: { place: Place } & Words) {
  const late = place.late ? (
    <Tag variant="filled" color="gold">{t('batch.late_tag')}</Tag>
  ) : null
  if (place.place === 'excluded') {
    return (
      <span className="secondary">
        {t('batch.excluded')}({word('reason', place.reason)}
        {place.merged_into ? ` → ${place.merged_into}` : ''}) {late}
      </span>
    )
  }
  const state = place.task_state ?? 'waiting'
  return (
    <span className="place-cell">
      <StateWord tone={taskTones[state]}>{word('task_state', state)}</StateWord>
      <span className="secondary">{word('role', place.role)}</span>
      {late}
    </span>
  )
}

const open = ['waiting', 'scheduled']

function Next({ place, t, moment, nowMs }: { place: Place } & Words) {
  if (!open.includes(place.task_state ?? '')) return null
  if (place.due_at_ms !== null && place.due_at_ms < nowMs && (place.attempt_count ?? 0) === 0) {
    return (
      <span style={{ color: colors.bad }}>
        {t('batch.overdue')} {moment(place.due_at_ms)}
      </span>
    )
  }
  return moment(place.next_attempt_at_ms ?? place.due_at_ms)
}

function Outcome({ place, word }: { place: Place } & Pick<Words, 'word'>) {
  if (place.satisfaction !== null) {
    return (
      <StateWord tone={satisfactionTones[place.satisfaction]}>
        {word('satisfaction', place.satisfaction)}
      </StateWord>
    )
  }
  return <span className="secondary">{word('disposition', place.disposition)}</span>
}
