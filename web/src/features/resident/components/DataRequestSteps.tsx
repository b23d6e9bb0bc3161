import { useState } from 'react'
import { Button, Input, Modal, Popconfirm, Space } from 'antd'
import { useTranslation } from 'react-i18next'

import type { DataRequest } from '@/lib/api/types'

import { copyAddress, useDataRequestStep } from '../api/data-requests'

interface Props {
  request: DataRequest
  readerId: string
  mayApprove: boolean
}

/** What can be done next with a request. */
export function DataRequestSteps({ request, readerId, mayApprove }: Props) {
  const { t } = useTranslation()
  const carryOut = useDataRequestStep(request.id, 'carry-out')
  const own = request.registered_by_id === readerId
  if (request.state === 'registered') {
    if (own) return <span className="secondary">{t('resident.needs_another')}</span>
    return mayApprove ? <Decide request={request} /> : null
  }
  if (request.state === 'completed') {
    return <Button onClick={() => window.print()}>{t('resident.print')}</Button>
  }
  if (request.state === 'refused') return null
  if (request.kind === 'access') {
    return (
      <Space>
        <a href={copyAddress(request.id)} download>
          <Button type="primary">{t('resident.download')}</Button>
        </a>
        <Button loading={carryOut.isPending} onClick={() => carryOut.mutate(undefined)}>
          {t('resident.handed_over')}
        </Button>
      </Space>
    )
  }
  return (
    <Popconfirm
      title={t('resident.erase_sure')}
      description={t('resident.erase_what')}
      okText={t('resident.erase')}
      okButtonProps={{ danger: true }}
      onConfirm={() => carryOut.mutate(undefined)}
    >
      <Button danger type="primary" loading={carryOut.isPending}>{t('resident.erase')}</Button>
    </Popconfirm>
  )
}

function Decide({ request }: { request: DataRequest }) {
  const { t } = useTranslation()
  const [refusing, setRefusing] = useState(false)
  const [reason, setReason] = useState('')
  const approve = useDataRequestStep(request.id, 'approve')
  const refuse = useDataRequestStep(request.id, 'refuse')
  return (
    <Space>
      <Button onClick={() => setRefusing(true)}>{t('resident.refuse')}</Button>
      <Button type="primary" loading={approve.isPending} onClick={() => approve.mutate(undefined)}>
        {t('resident.approve')}
      </Button>
      <Modal
        open={refusing}
        title={t('resident.refuse')}
        okText={t('resident.refuse')}
        okButtonProps={{ disabled: reason.trim() === '' }}
        confirmLoading={refuse.isPending}
        onOk={() => refuse.mutate({ reason }, { onSuccess: () => setRefusing(false) })}
        onCancel={() => setRefusing(false)}
      >
        <Input.TextArea
          aria-label={t('resident.refusal')}
          placeholder={t('resident.refusal')}
          maxLength={500}
          value={reason}
          onChange={(event) => setReason(event.target.value)}
          autoSize={{ minRows: 2, maxRows: 5 }}
        />
      </Modal>
    </Space>
  )
}
