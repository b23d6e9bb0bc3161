import type { ReactNode } from 'react'
import { Card } from 'antd'
import { useTranslation } from 'react-i18next'

import type { Script, ScriptItem } from '@/lib/api/types'

import { answered } from '../script'
import { type Answering, type Interviewing, useInterview } from '../use-interview'
import { QuestionBlock } from './QuestionBlock'
import { SayLine } from './SayLine'

interface Props {
  script: Script
  answering: Answering
  /** Whether the conversation is going on. */
  talking: boolean
  mayAnswer: boolean
  /** What the agent should know before the first line. */
  notice?: ReactNode
}

/** The script, ticked and filled in as the conversation goes on. */
export function ScriptPanel({ script, answering, talking, mayAnswer, notice }: Props) {
  const { t } = useTranslation()
  const interview = useInterview(script, mayAnswer, answering)
  return (
    <Card
      size="small"
      className="task-column script"
      title={script.title}
      extra={<span className="figure">{t('callback.answered_of', answered(script))}</span>}
    >
      <div className="script-body" role="region" aria-label={script.title} tabIndex={0}>
        {notice}
        {script.sections.map((section) => (
          <section key={section.id}>
            <h2>{section.title}</h2>
            {section.items.map((item, index) => (
              <Item
                key={item.type === 'question' ? item.id : index}
                item={item}
                interview={interview}
                talking={talking}
                mayAnswer={mayAnswer}
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
  interview: Interviewing
  talking: boolean
  mayAnswer: boolean
}

function Item({ item, interview, talking, mayAnswer }: ItemProps) {
  if (item.type === 'say') return <SayLine item={item} />
  if (item.type === 'note') return <p className="script-note">※ {item.text}</p>
  const { current, draft, entry } = interview
  return (
    <QuestionBlock
      question={item}
      current={(talking || mayAnswer) && current?.id === item.id}
      draft={draft?.question === item.id ? draft : undefined}
      entry={mayAnswer ? entry : undefined}
    />
  )
}
