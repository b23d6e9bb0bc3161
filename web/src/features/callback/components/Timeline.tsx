import { useTranslation } from 'react-i18next'

import type { Script, TimelineEntry } from '@/lib/api/types'
import { useWord } from '@/lib/i18n/use-word'
import { clockTime } from '@/lib/time'

import { questionsOf } from '../script'

interface Props {
  entries: TimelineEntry[]
  script: Script
}

/** What happened in the call, second by second. */
export function Timeline({ entries, script }: Props) {
  const { t } = useTranslation()
  const word = useWord()
  const detail = useDetail(script)
  if (entries.length === 0) return <p className="secondary">{t('callback.timeline_empty')}</p>
  return (
    <ol className="timeline" data-testid="timeline">
      {entries.map((entry, index) => (
        <li key={index} data-kind={entry.kind}>
          <time className="figure secondary">{clockTime(entry.at_ms)}</time>
          <span>
            {word('timeline', entry.kind)}
            <span className="secondary">{detail(entry)}</span>
          </span>
        </li>
      ))}
    </ol>
  )
}

/** The part of an entry that differs from call to call, in words. */
function useDetail(script: Script): (entry: TimelineEntry) => string {
  const word = useWord()
  return ({ params }) => {
    if (params == null || params === undefined) return ''
    const { outcome, question, codes, leg, ended_by: endedBy, disposition } = params
    const parts: string[] = []
    if (typeof outcome === 'string') parts.push(word('call_outcome', outcome))
    if (typeof leg === 'string') parts.push(word('leg', leg))
    if (typeof endedBy === 'string') parts.push(word('ended_by', endedBy))
    if (typeof disposition === 'string') parts.push(word('disposition', disposition))
    if (typeof question === 'string') parts.push(answerText(script, question, codes))
    const text = parts.filter(Boolean).join(' · ')
    return text === '' ? '' : ` ${text}`
  }
}

function answerText(script: Script, id: string, codes: unknown): string {
  const question = questionsOf(script).find((item) => item.id === id)
  if (question === undefined) return ''
  const given = Array.isArray(codes) ? codes : (question.answer?.codes ?? [])
  return question.choices
    .filter((choice) => given.includes(choice.code))
    .map((choice) => choice.label)
    .join('、')
}
