import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'

import type { QuestionItem } from '@/lib/api/types'

import type { GivenAnswer } from '../api/put-answer'
import { asksForWords, picked } from '../script'
import { Choices } from './Choices'
import { DateAnswer } from './DateAnswer'
import { WordsAnswer } from './WordsAnswer'

interface Props {
  question: QuestionItem
  /** Whether somebody is asking now, so that the current question stands out. */
  highlight: boolean
  onAnswer?: (answer: GivenAnswer) => void
}

export function QuestionBlock({ question, highlight, onAnswer }: Props) {
  const { t } = useTranslation()
  const block = useRef<HTMLDivElement>(null)
  const current = highlight && question.current
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
        {question.required ? null : <em>{t('callback.optional')}</em>}
        {question.kind === 'multiple' ? <em>{t('callback.several')}</em> : null}
      </p>
      <AnswerArea question={question} onAnswer={onAnswer} />
    </div>
  )
}

function AnswerArea({ question, onAnswer }: Omit<Props, 'highlight'>) {
  const give = onAnswer
    && ((part: Omit<GivenAnswer, 'question'>) => onAnswer({ question: question.id, ...part }))
  const codes = question.answer?.codes ?? []
  return (
    <>
      {question.choices.length === 0 ? null : (
        <Choices
          question={question}
          onPick={give && ((choice) => give({ codes: picked(question, choice) }))}
        />
      )}
      {question.kind === 'date' ? (
        <DateAnswer value={question.answer?.text ?? null} onGive={give} />
      ) : null}
      {question.kind !== 'date' && (asksForWords(question) || question.answer?.text) ? (
        <WordsAnswer
          key={question.answer?.text ?? ''}
          value={question.answer?.text ?? null}
          onGive={give && ((text) => give(codes.length > 0 ? { codes, text } : { text }))}
        />
      ) : null}
    </>
  )
}
