import { useRef } from 'react'
import { CaretRightOutlined, PauseOutlined } from '@ant-design/icons'
import { Alert, Button, Select, Skeleton, Tooltip } from 'antd'
import { useTranslation } from 'react-i18next'

import { address } from '@/lib/api/request'
import type { Recording } from '@/lib/api/types'
import { stopwatch } from '@/lib/time'

import { usePlayer } from '../use-player'
import { usePlayerKeys } from '../use-player-keys'

const speeds = [0.75, 1, 1.25, 1.5, 2]

/** Two channels one above the other: the agent, below the resident. */
export function Waveform({ recording }: { recording: Recording }) {
  const { t } = useTranslation()
  const box = useRef<HTMLDivElement>(null)
  const audio = useRef<HTMLAudioElement>(null)
  const url = address(`/recordings/${encodeURIComponent(recording.id)}/audio`)
  const player = usePlayer(box, audio, url)
  usePlayerKeys(player.toggle, player.skip)
  const length = player.durationMs || (recording.duration_ms ?? 0)
  if (player.failed) return <Alert type="error" showIcon title={t('recording.failed')} />
  return (
    <div data-testid="player">
      <div className="waveform">
        <div className="waveform-names">
          <span>{t('recording.agent')}</span>
          <span>{t('recording.resident')}</span>
        </div>
        <div className="waveform-box" ref={box}>
          {player.ready ? null : <Skeleton.Node active className="waveform-waiting" />}
        </div>
      </div>
      <audio ref={audio} preload="metadata" hidden />
      <div className="player-bar">
        <Tooltip title={t('recording.keys')}>
          <Button
            shape="circle"
            aria-label={player.playing ? t('recording.pause') : t('recording.play')}
            icon={player.playing ? <PauseOutlined /> : <CaretRightOutlined />}
            disabled={!player.ready}
            onClick={player.toggle}
          />
        </Tooltip>
        <span className="figure">
          {stopwatch(player.positionMs)} / {stopwatch(length)}
        </span>
        <Select
          size="small"
          aria-label={t('recording.speed')}
          value={player.speed}
          onChange={player.setSpeed}
          options={speeds.map((value) => ({ value, label: `${value}×` }))}
          style={{ width: 80 }}
        />
      </div>
      <p className="secondary footnote">{t('recording.keys')}</p>
    </div>
  )
}
