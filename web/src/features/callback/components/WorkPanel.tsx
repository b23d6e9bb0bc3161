import { useCallback } from 'react'
import { PhoneOutlined, PoweroffOutlined } from '@ant-design/icons'
import { Button, Card } from 'antd'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'

import type { Callback } from '@/lib/api/types'
import { useKeys } from '@/lib/keyboard'

import { useHangUp } from '../api/hang-up'
import { useStartCall } from '../api/start-call'
import { agreedNextCallback, liveCall } from '../script'
import { FinishForm } from './FinishForm'

interface Props {
  callback: Callback
  /** Whether the signed-in person has taken over a seat. */
  seated: boolean
}

/** What the person who works this task can do now. */
export function WorkPanel({ callback, seated }: Props) {
  const { t } = useTranslation()
  if (callback.may_work) return <WorkButtons callback={callback} />
  if (!['waiting', 'scheduled'].includes(callback.state)) return null
  if (seated) return <p className="secondary work-hint">{t('callback.seat_unfit')}</p>
  return (
    <p className="secondary work-hint">
      {t('callback.work_hint')} <Link to="/agents">{t('callback.work_hint_link')}</Link>
    </p>
  )
}

function WorkButtons({ callback }: { callback: Callback }) {
  const { t } = useTranslation()
  const start = useStartCall(callback.id)
  const hangUp = useHangUp(callback.id)
  const live = liveCall(callback)
  const wrapUp = callback.state === 'wrap_up'
  const agreed = agreedNextCallback(callback.script)
  const { mutate: dial } = start
  const { mutate: end } = hangUp
  const onKey = useCallback((key: string) => {
    if (key.toLowerCase() === 'd' && live === undefined && !wrapUp) dial()
    else if (key.toLowerCase() === 'h' && live !== undefined) end(live.id)
    else return false
    return true
  }, [live, wrapUp, dial, end])
  useKeys(onKey)
  if (live !== undefined) {
    return (
      <Button
        danger block type="primary" size="large"
        icon={<PoweroffOutlined />}
        loading={hangUp.isPending}
        onClick={() => end(live.id)}
      >
        {t('callback.hang_up')} <kbd>H</kbd>
      </Button>
    )
  }
  return (
    <>
      {wrapUp ? null : (
        <Button
          block type="primary" size="large"
          icon={<PhoneOutlined />}
          loading={start.isPending}
          onClick={() => dial()}
        >
          {t('callback.dial')} <kbd>D</kbd>
        </Button>
      )}
      {wrapUp ? (
        <Card size="small" title={t('finish.title')}>
          <FinishForm key={agreed ?? ''} callback={callback} />
        </Card>
      ) : null}
    </>
  )
}
