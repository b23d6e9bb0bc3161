import { useCallback, useState } from 'react'
import { ReloadOutlined, RollbackOutlined } from '@ant-design/icons'
import { Alert, Button, Card, Skeleton, Switch } from 'antd'
import { useTranslation } from 'react-i18next'

import { EmptyNote } from '@/components/EmptyNote'
import { ProblemView } from '@/components/ProblemView'
import type { IvrPreview } from '@/lib/api/types'

import { useIvrPreview } from '../api/scripts'
import { usePrompts } from '../use-prompts'
import { Keypad } from './Keypad'
import { WalkLog } from './WalkLog'

interface Props {
  id: string
  version: number
  /** Whether prompts can be spoken. */
  speaks: boolean
}

/** The script as a resident hears it on the telephone. */
export function IvrTab({ id, version, speaks }: Props) {
  const [inputs, setInputs] = useState<string[]>([])
  const { data: preview, error, isFetching, refetch } = useIvrPreview(id, version, [], inputs)
  if (error && !preview) {
    return <Card><ProblemView error={error} onRetry={() => void refetch()} /></Card>
  }
  if (preview === undefined) return <Card><Skeleton active paragraph={{ rows: 12 }} /></Card>
  return (
    <Walk
      {...{ id, version, speaks, inputs, preview }}
      busy={isFetching}
      onInputs={setInputs}
    />
  )
}

interface WalkProps extends Props {
  inputs: string[]
  preview: IvrPreview
  busy: boolean
  onInputs: (inputs: string[]) => void
}

function Walk({ id, version, speaks, inputs, preview, busy, onInputs }: WalkProps) {
  const { t } = useTranslation()
  const [begun, setBegun] = useState(false)
  const [sound, setSound] = useState(speaks)
  const prompts = preview.turns.at(-1)?.prompts ?? []
  const key = `${version}/${inputs.join()}`
  const playing = usePrompts({ id, version, prompts, key, on: begun && sound && !busy })
  const closed = !begun || busy || preview.over
  const press = useCallback(
    (input: string) => { if (!closed) onInputs([...inputs, input]) },
    [closed, inputs, onInputs],
  )
  return (
    <div className="ivr-grid">
      <Card size="small" title={t('script.ivr.phone')}>
        {speaks ? (
          <label className="sound-switch">
            <Switch size="small" checked={sound} onChange={setSound} /> {t('script.ivr.sound')}
          </label>
        ) : <Alert type="info" showIcon title={t('script.silent')} />}
        {begun ? (
          <>
            <Keypad preview={preview} disabled={closed} onPress={press} />
            <Happenings preview={preview} disabled={closed} onPress={press} />
            <div className="ivr-back">
              <Button
                icon={<RollbackOutlined />}
                disabled={inputs.length === 0 || busy}
                onClick={() => onInputs(inputs.slice(0, -1))}
              >
                {t('script.ivr.undo')}
              </Button>
              <Button icon={<ReloadOutlined />} disabled={busy} onClick={() => onInputs([])}>
                {t('script.start_over')}
              </Button>
            </div>
          </>
        ) : (
          <Button type="primary" block size="large" onClick={() => setBegun(true)}>
            {t('script.ivr.pick_up')}
          </Button>
        )}
      </Card>
      <Card
        size="small"
        title={t('script.ivr.walk')}
        extra={<span className="secondary">{playing ? t('script.ivr.playing') : ''}</span>}
      >
        {begun ? <WalkLog preview={preview} playing={playing} />
          : <EmptyNote>{t('script.ivr.not_begun')}</EmptyNote>}
      </Card>
    </div>
  )
}

interface HappeningsProps {
  preview: IvrPreview
  disabled: boolean
  onPress: (input: string) => void
}

/** What can happen on the line beside keys. */
function Happenings({ preview, disabled, onPress }: HappeningsProps) {
  const { t } = useTranslation()
  const inputs = [
    ...(preview.wait_seconds == null ? [] : ['timeout']),
    ...(preview.record_seconds == null ? [] : ['message', 'silence']),
    ...(preview.transferring ? ['nobody_free'] : []),
  ]
  return (
    <div className="ivr-happenings">
      {inputs.map((input) => (
        <Button key={input} disabled={disabled} onClick={() => onPress(input)}>
          {t(`script.ivr.input.${input}`, {
            seconds: preview.wait_seconds ?? preview.record_seconds,
          })}
        </Button>
      ))}
    </div>
  )
}
