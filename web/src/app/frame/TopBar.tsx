import { Tooltip } from 'antd'
import { useTranslation } from 'react-i18next'

import { StateWord } from '@/components/StateWord'
import { ClockBar } from '@/features/clock/components/ClockBar'
import { NoticeBell } from '@/features/notice/components/NoticeBell'
import { useMay } from '@/features/session/api/use-may'
import { UserMenu } from '@/features/session/components/UserMenu'
import { useWord } from '@/lib/i18n/use-word'
import { useStatus } from '@/lib/status/get-status'

import { LanguageSwitch } from './LanguageSwitch'

export function TopBar() {
  const may = useMay()
  return (
    <header className="frame-head">
      <PbxState />
      <ClockBar />
      <div className="frame-head-end">
        {may('notices.view') ? <NoticeBell /> : null}
        <LanguageSwitch />
        <UserMenu />
      </div>
    </header>
  )
}

/** Whether calls can be made at all; without an answer the service itself is away. */
function PbxState() {
  const { t } = useTranslation()
  const word = useWord()
  const { data: status, error } = useStatus()
  if (error) return <StateWord tone="bad">{t('status.away')}</StateWord>
  if (status === undefined) return null
  const { driver, state } = status.pbx
  return (
    <Tooltip title={t('status.pbx_hint', { driver: word('pbx_driver', driver) })}>
      <span tabIndex={0}>
        <StateWord tone={state === 'up' ? 'good' : 'bad'}>{word('pbx_state', state)}</StateWord>
      </span>
    </Tooltip>
  )
}
