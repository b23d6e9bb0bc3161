import { Alert, Card } from 'antd'
import { useTranslation } from 'react-i18next'

import type { Callback, ScriptItem } from '@/lib/api/types'
import { useWord } from '@/lib/i18n/use-word'

import { answered, liveCall } from '../script'
import { type Interviewing, useInterview } from '../use-interview'
import { QuestionBlock } from './QuestionBlock'
import { SayLine } from './SayLine'

/** The script, ticked and filled in as the conversation goes on. */
export function ScriptColumn({ callback }: { callback: Callback }) {
  const { t } = useTranslation()
  const { script } = callback
  const live = liveCall(callback)?.state
  const mayAnswer = callback.may_work && (live === 'talking' || callback.state === 'wrap_up')
  const interview = useInterview(callback, mayAnswer)
  return (
    <Card
      size="small"
      className="task-column script"
      title={script.title}
      extra={<span className="figure">{t('callback.answered_of', answered(script))}</span>}
    >
      <div className="script-body" role="region" aria-label={script.title} tabIndex={0}>
        <RawWording parts={callback.raw_wording} />
        {script.sections.map((section) => (
          <section key={section.id}>
            <h2>{section.title}</h2>
            {section.items.map((item, index) => (
              <Item
                key={item.type === 'question' ? item.id : index}
                item={item}
                interview={interview}
                talking={live === 'talking'}
                mayAnswer={mayAnswer}
              />
            ))}
          </section>
        ))}
      </div>
    </Card>
  )
}

/** What of the script is the request's own text, to be put into spoken words by the agent. */
function RawWording({ parts }: { parts: string[] }) {
  const { t } = useTranslation()
  const word = useWord()
  if (parts.length === 0) return null
  const list = parts.map((part) => word('raw_wording', part)).join(t('request.list_comma'))
  return <Alert type="warning" banner title={t('request.raw', { list })} className="raw-wording" />
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
