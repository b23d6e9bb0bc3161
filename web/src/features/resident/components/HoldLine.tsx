import { useState } from 'react'
import { Alert, Button, Input, Modal } from 'antd'
import { useTranslation } from 'react-i18next'

import type { Hold } from '@/lib/api/types'
import { useMoment } from '@/lib/status/use-moment'

import { useHold, useLiftHold } from '../api/residents'

interface Props {
  householdId: string
  hold: Hold | null | undefined
  mayHold: boolean
}

/** The hold that keeps a household's data, or the way to place one. */
export function HoldLine({ householdId, hold, mayHold }: Props) {
  const { t } = useTranslation()
  const moment = useMoment()
  const [open, setOpen] = useState(false)
  const [reason, setReason] = useState('')
  const place = useHold(householdId, () => setOpen(false))
  const lift = useLiftHold(householdId)
  if (hold) {
    const values = { name: hold.placed_by, at: moment(hold.placed_at_ms) }
    return (
      <Alert
        type="warning"
        showIcon
        title={t('resident.held', { reason: hold.reason })}
        description={t('resident.held_by', values)}
        action={mayHold ? (
          <Button size="small" loading={lift.isPending} onClick={() => lift.mutate()}>
            {t('resident.lift_hold')}
          </Button>
        ) : null}
        style={{ marginBottom: 8 }}
      />
    )
  }
  if (!mayHold) return null
  return (
    <p className="hold-line">
      <span className="secondary">{t('resident.not_held')}</span>{' '}
      <Button size="small" type="link" onClick={() => setOpen(true)}>
        {t('resident.place_hold')}
      </Button>
      <Modal
        open={open}
        title={t('resident.place_hold')}
        okText={t('resident.place_hold')}
        okButtonProps={{ disabled: reason.trim() === '' }}
        confirmLoading={place.isPending}
        onOk={() => place.mutate(reason)}
        onCancel={() => setOpen(false)}
      >
        <Input.TextArea
          aria-label={t('resident.reason')}
          placeholder={t('resident.hold_hint')}
          maxLength={500}
          value={reason}
          onChange={(event) => setReason(event.target.value)}
          autoSize={{ minRows: 2, maxRows: 5 }}
        />
      </Modal>
    </p>
  )
}
