import { useState } from 'react'
import { ReloadOutlined } from '@ant-design/icons'
import { Alert, Button, Card, Skeleton } from 'antd'
import { useTranslation } from 'react-i18next'

import { ProblemView } from '@/components/ProblemView'
import type { AgentPreview } from '@/lib/api/types'
import { useWord } from '@/lib/i18n/use-word'

import { type PreviewAnswer, useAgentPreview } from '../api/scripts'
import { FactSwitches } from './FactSwitches'
import type { AsAgent } from './ScriptPage'

interface Props {
  id: string
  version: number
  asAgent: AsAgent
}

/** The script as an agent would ask it, with an invented request. */
export function AgentTab({ id, version, asAgent }: Props) {
  const { t } = useTranslation()
  const [facts, setFacts] = useState<string[]>([])
  const [answers, setAnswers] = useState<PreviewAnswer[]>([])
  const { data: preview, error, isFetching, refetch } = useAgentPreview(id, version, facts, answers)
  if (error && !preview) {
    return <Card><ProblemView error={error} onRetry={() => void refetch()} /></Card>
  }
  if (preview === undefined) return <Card><Skeleton active paragraph={{ rows: 12 }} /></Card>
  const give = (answer: PreviewAnswer) => {
    const others = answers.filter((each) =>
      each.question !== answer.question && !preview.dropped.includes(each.question))
    setAnswers([...others, answer])
  }
  return (
    <div className="script-grid">
      <aside>
        <Card size="small" title={t('script.assume')}>
          <FactSwitches known={preview.facts} chosen={facts} onChange={setFacts} />
          <Button
            block
            icon={<ReloadOutlined />}
            disabled={answers.length === 0}
            onClick={() => setAnswers([])}
          >
            {t('script.start_over')}
          </Button>
          <p className="secondary footnote">{t('script.samples')}</p>
        </Card>
      </aside>
      {asAgent({ script: preview.script, onGive: give, isPending: isFetching })}
      <aside>
        <Outcome preview={preview} />
        <Forbidden preview={preview} />
      </aside>
    </div>
  )
}

function Outcome({ preview }: { preview: AgentPreview }) {
  const { t } = useTranslation()
  const word = useWord()
  return (
    <Card size="small" title={t('script.outcome')} data-testid="outcome">
      {preview.complete ? <Alert type="success" showIcon title={t('script.complete')} /> : null}
      {preview.needs_next_callback ? (
        <Alert type="warning" showIcon title={t('script.needs_next_callback')} />
      ) : null}
      {preview.flags.map((flag) => (
        <Alert key={flag} type="warning" showIcon title={word('flag', flag)} />
      ))}
      <h3 className="column-subtitle">{t('script.must_say')}</h3>
      <p>{preview.phrases.map((phrase) => word('phrase', phrase)).join(t('script.separator'))}</p>
    </Card>
  )
}

function Forbidden({ preview }: { preview: AgentPreview }) {
  const { t } = useTranslation()
  return (
    <Card size="small" title={t('script.forbidden')}>
      <dl className="forbidden">
        {preview.forbidden.map(({ say_not: words, say }) => (
          <div key={words.join()}>
            <dt>{words.join(t('script.separator'))}</dt>
            <dd>{say ?? t('script.say_nothing')}</dd>
          </div>
        ))}
      </dl>
    </Card>
  )
}
