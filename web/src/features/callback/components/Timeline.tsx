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
  return ({ kind, params }) => {
    const { leg, by, problem, question, disposition } = params as Record<string, unknown>
    const parts: string[] = []
    if (typeof leg === 'string') parts.push(word('leg', leg))
    if (kind === 'call_ended' && typeof by === 'string') parts.push(word('ended_by', by))
    if (typeof problem === 'string') {
      parts.push(...problem.split(',').map((code) => word('recording_problem', code)))
    }
    if (typeof question === 'string') parts.push(answerText(script, question))
    if (typeof disposition === 'string') parts.push(word('disposition', disposition))
    const text = parts.filter(Boolean).join(' · ')
    return text === '' ? '' : ` ${text}`
  }
}

/** The answer as it is kept now; a later change shows in its own entry all the same. */
function answerText(script: Script, id: string): string {
  const question = questionsOf(script).find((item) => item.id === id)
  if (question?.answer == null) return ''
  const { codes, text } = question.answer
  const labels = question.choices
    .filter((choice) => codes.includes(choice.code))
    .map((choice) => choice.label)
  return labels.length > 0 ? labels.join('、') : (text ?? '')
}
