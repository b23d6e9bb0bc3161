import { Button } from 'antd'
import { useTranslation } from 'react-i18next'

import type { QuestionItem } from '@/lib/api/types'

import { asksForWords, type Draft, isComplete } from '../script'
import type { Entry } from '../use-interview'
import { Choices } from './Choices'
import { DateAnswer } from './DateAnswer'
import { NumberAnswer } from './NumberAnswer'
import { WordsAnswer } from './WordsAnswer'

interface Props {
  question: QuestionItem
  current: boolean
  draft: Draft
  /** Whether the draft differs from what is kept. */
  open: boolean
  entry?: Entry
}

/** What suits the question: choices (a scale's steps among them), words, a number, a date. */
export function AnswerArea({ question, current, draft, open, entry }: Props) {
  const { t } = useTranslation()
  if (question.kind === 'date') {
    return (
      <DateAnswer
        value={question.answer?.text ?? null}
        autoFocus={current}
        onGive={entry && ((text) => entry.give({ question: question.id, text }))}
      />
    )
  }
  if (question.kind === 'number' && question.range != null) {
    return (
      <NumberAnswer
        value={question.answer?.codes[0]}
        range={question.range}
        autoFocus={current}
        onGive={entry && ((number) => entry.give({ question: question.id, codes: [number] }))}
      />
    )
  }
  return (
    <>
      {question.choices.length === 0 ? null : (
        <Choices
          question={question}
          chosen={draft.codes}
          onPick={entry && ((choice) => entry.pick(question, choice))}
        />
      )}
      {asksForWords(question, draft.codes) ? (
        <WordsAnswer
          value={draft.text}
          autoFocus={current}
          onWrite={entry && ((text) => entry.write(question, text))}
          onConfirm={() => entry?.confirm(question)}
        />
      ) : null}
      {open && entry ? (
        <Button
          className="confirm"
          type="primary"
          size="small"
          disabled={!isComplete(question, draft)}
          onClick={() => entry.confirm(question)}
        >
          {t('callback.confirm')} <kbd>Enter</kbd>
        </Button>
      ) : null}
    </>
  )
}
