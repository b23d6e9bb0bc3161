import { useState } from 'react'
import { Button, DatePicker, Form, Modal, Select } from 'antd'
import dayjs from 'dayjs'
import { useTranslation } from 'react-i18next'

import type { CenterRulePack, RulePacks } from '@/lib/api/types'
import { useStatus } from '@/lib/status/get-status'
import { addDays } from '@/lib/time'
import { useSaid } from '@/lib/i18n/use-said'

import { type TrialQuestion, useChoosePack } from '../api/rules'
import { TrialResult } from './TrialResult'
import { Unworked } from './Unworked'

interface Props {
  center: CenterRulePack
  data: RulePacks
  onClose: () => void
}

/** Chooses another pack for a center from a date on, after a look at what it would have done. */
export function ChangePack({ center, data, onClose }: Props) {
  const { t } = useTranslation()
  const said = useSaid()
  const [pack, setPack] = useState(center.pack)
  const [from, setFrom] = useState(data.next_batch)
  const [question, setQuestion] = useState<TrialQuestion>()
  const today = useStatus().data?.today ?? data.next_batch
  const choose = useChoosePack(onClose)
  const ask = () =>
    setQuestion({ pack, center: center.code, from: addDays(today, -90), to: addDays(today, -1) })
  return (
    <Modal
      open
      width={880}
      title={t('rule.change_title', { center: center.name })}
      okText={t('rule.change_ok')}
      okButtonProps={{ loading: choose.isPending, disabled: pack === center.pack }}
      onOk={() => choose.mutate({ center: center.code, pack, from })}
      onCancel={onClose}
    >
      <Form layout="inline" className="rule-form">
        <Form.Item label={t('rule.pack')}>
          <Select
            style={{ width: 260 }}
            aria-label={t('rule.pack')}
            value={pack}
            options={data.packs.map(({ id, title }) => ({ value: id, label: said(title) }))}
            onChange={setPack}
          />
        </Form.Item>
        <Form.Item label={t('rule.from')}>
          <DatePicker
            allowClear={false}
            aria-label={t('rule.from')}
            value={dayjs(from)}
            minDate={dayjs(data.next_batch)}
            onChange={(date) => date && setFrom(date.format('YYYY-MM-DD'))}
          />
        </Form.Item>
        <Button onClick={ask}>{t('rule.preview')}</Button>
      </Form>
      <p className="secondary rule-note">{t('rule.change_note')}</p>
      <Unworked pack={data.packs.find(({ id }) => id === pack)} />
      {question === undefined ? null : <TrialResult question={question} />}
    </Modal>
  )
}
