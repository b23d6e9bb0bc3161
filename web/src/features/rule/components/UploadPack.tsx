import { useState } from 'react'
import { Alert, Button, Input, Modal, Upload } from 'antd'
import { useTranslation } from 'react-i18next'

import { isProblem } from '@/lib/api/problem'
import { useProblemText } from '@/lib/i18n/use-problem-text'
import { useSaid } from '@/lib/i18n/use-said'

import { useAddPack } from '../api/rules'

interface Fault {
  line: number
  field: string
  reason: string
  hint: string
}

/** Keeps a new version of a pack, or a new pack, once nothing is wrong with it. */
export function UploadPack() {
  const { t } = useTranslation()
  const [open, setOpen] = useState(false)
  return (
    <>
      <Button onClick={() => setOpen(true)}>{t('rule.upload')}</Button>
      {open ? <UploadForm onClose={() => setOpen(false)} /> : null}
    </>
  )
}

function UploadForm({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation()
  const said = useSaid()
  const [yaml, setYaml] = useState('')
  const add = useAddPack(onClose)
  const write = (text: string) => {
    add.reset()
    setYaml(text)
  }
  const checked = add.data
  return (
    <Modal
      open
      width={880}
      title={t('rule.upload')}
      onCancel={onClose}
      footer={[
        <Button
          key="check"
          disabled={yaml === ''}
          loading={add.isPending}
          onClick={() => add.mutate({ yaml, dryRun: true })}
        >
          {t('rule.check')}
        </Button>,
        <Button
          key="keep"
          type="primary"
          disabled={checked === undefined}
          onClick={() => add.mutate({ yaml, dryRun: false })}
        >
          {t('rule.keep')}
        </Button>,
      ]}
    >
      <p className="secondary rule-note">{t('rule.upload_note')}</p>
      <Upload
        accept=".yaml,.yml"
        showUploadList={false}
        beforeUpload={(file) => {
          void file.text().then(write)
          return false
        }}
      >
        <Button size="small">{t('rule.choose_file')}</Button>
      </Upload>
      <Input.TextArea
        className="rule-yaml"
        aria-label={t('rule.yaml')}
        rows={14}
        value={yaml}
        onChange={(event) => write(event.target.value)}
      />
      {add.error ? <Faults error={add.error} /> : null}
      {checked === undefined ? null : (
        <Alert
          type="success"
          showIcon
          title={t('rule.checked', {
            title: said(checked.title), version: checked.version, count: checked.lines.length,
            from: checked.versions[0]?.effective_from ?? '',
          })}
        />
      )}
    </Modal>
  )
}

function Faults({ error }: { error: Error }) {
  const { t } = useTranslation()
  const textOf = useProblemText()
  const faults = isProblem(error, 'rules.pack_refused')
    ? (error.params['faults'] as Fault[])
    : []
  return (
    <Alert
      type="error"
      showIcon
      title={textOf(error)}
      description={
        faults.length === 0 ? undefined : (
          <ul className="rule-list" data-testid="faults">
            {faults.map((fault) => (
              <li key={`${fault.line} ${fault.field} ${fault.reason}`}>
                <b>{t('rule.fault_line', { line: fault.line })}</b>{' '}
                <code>{fault.field}</code> {fault.reason}
                <div className="secondary">{fault.hint}</div>
              </li>
            ))}
          </ul>
        )
      }
    />
  )
}
