import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'

import type { QuestionItem } from '@/lib/api/types'

import { type Draft, draftOf } from '../script'
import type { Entry } from '../use-interview'
import { AnswerArea } from './AnswerArea'
import { PhraseTick } from './PhraseTick'

interface Props {
  question: QuestionItem
  current: boolean
  draft?: Draft
  /** Absent while nobody here may answer. */
  entry?: Entry
}

export function QuestionBlock({ question, current, draft, entry }: Props) {
  const { t } = useTranslation()
  const block = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (current) block.current?.scrollIntoView({ block: 'center' })
  }, [current])
  if (!question.applies) {
    return (
      <div className="question skipped">
        <span>{question.text}</span> <em>{t('callback.not_asked')}</em>
      </div>
    )
  }
  return (
    <div
      ref={block}
      className={current ? 'question current' : 'question'}
      aria-current={current ? 'step' : undefined}
      data-question={question.id}
    >
      <p className="question-text">
        {question.text}
        {question.phrase == null ? null : (
          <PhraseTick phrase={question.phrase} said={question.answer != null} />
        )}
        {question.required ? null : <em>{t('callback.optional')}</em>}
        {question.kind === 'multiple' ? <em>{t('callback.several')}</em> : null}
      </p>
      <AnswerArea
        question={question}
        current={current}
        draft={draft ?? draftOf(question)}
        open={draft !== undefined}
        entry={entry}
      />
    </div>
  )
}
