import { Alert } from 'antd'
import { useTranslation } from 'react-i18next'

import type { Recording } from '@/lib/api/types'

import { Waveform } from './Waveform'

/** The recording of one call, or what became of it. */
export function RecordingPlayer({ recording }: { recording: Recording }) {
  const { t } = useTranslation()
  if (recording.state === 'stored') return <Waveform key={recording.id} recording={recording} />
  const type = recording.state === 'awaited' ? 'info' : 'error'
  return <Alert type={type} showIcon title={t(`recording.${recording.state}`)} />
}
