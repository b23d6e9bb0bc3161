import { useCallback } from 'react'
import { Card } from 'antd'
import { useTranslation } from 'react-i18next'

import type { Callback, ScriptItem } from '@/lib/api/types'
import { useKeys } from '@/lib/keyboard'

import { usePutAnswer } from '../api/put-answer'
import { answered, choiceForKey, currentQuestion, liveCall, picked } from '../script'
import { QuestionBlock } from './QuestionBlock'
import { SayLine } from './SayLine'

interface Props {
  callback: Callback
  works: boolean
}

/** The script, ticked and filled in as the conversation goes on. */
export function ScriptColumn({ callback, works }: Props) {
  const { t } = useTranslation()
  const { script } = callback
  const putAnswer = usePutAnswer(callback.id)
  const mayAnswer = works && callback.result == null && callback.calls.length > 0
  const mutate = putAnswer.mutate
  const onKey = useCallback((key: string) => {
    const question = mayAnswer ? currentQuestion(script) : undefined
    const choice = question && choiceForKey(question, key)
    if (question === undefined || choice === undefined) return false
    mutate({ question: question.id, codes: picked(question, choice) })
    return true
  }, [mayAnswer, script, mutate])
  useKeys(onKey)
  const talking = liveCall(callback)?.state === 'talking'
  return (
    <Card
      size="small"
      className="task-column script"
      title={script.title}
      extra={<span className="figure">{t('callback.answered_of', answered(script))}</span>}
    >
      <div className="script-body" role="region" aria-label={script.title} tabIndex={0}>
        {script.sections.map((section) => (
          <section key={section.id}>
            <h2>{section.title}</h2>
            {section.items.map((item, index) => (
              <Item
                key={item.type === 'question' ? item.id : index}
                item={item}
                highlight={talking || mayAnswer}
                onAnswer={mayAnswer ? mutate : undefined}
              />
            ))}
          </section>
        ))}
      </div>
    </Card>
  )
}

interface ItemProps {
  item: ScriptItem
  highlight: boolean
  onAnswer?: (answer: { question: string; codes?: string[]; text?: string }) => void
}

function Item({ item, highlight, onAnswer }: ItemProps) {
  if (item.type === 'say') return <SayLine item={item} />
  if (item.type === 'note') return <p className="script-note">※ {item.text}</p>
  return <QuestionBlock question={item} highlight={highlight} onAnswer={onAnswer} />
}
