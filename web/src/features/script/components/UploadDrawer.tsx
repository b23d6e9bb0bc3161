import { useState } from 'react'
import { FileOutlined } from '@ant-design/icons'
import { Alert, App, Button, Checkbox, Drawer, Input, Upload } from 'antd'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'

import type { ScriptCheck } from '@/lib/api/types'
import { useProblemText } from '@/lib/i18n/use-problem-text'

import { useCheckScript, usePublishScript } from '../api/scripts'
import { MistakeList } from './MistakeList'

interface Props {
  open: boolean
  onClose: () => void
}

/** A new version from a file: checked first, published after a last look. */
export function UploadDrawer({ open, onClose }: Props) {
  const { t } = useTranslation()
  return (
    <Drawer
      open={open} onClose={onClose} size={720} title={t('script.upload.title')} destroyOnHidden
    >
      <UploadForm onDone={onClose} />
    </Drawer>
  )
}

function UploadForm({ onDone }: { onDone: () => void }) {
  const { t } = useTranslation()
  const [file, setFile] = useState<{ name: string, yaml: string }>()
  const check = useCheckScript()
  const read = async (chosen: File) => {
    const yaml = await chosen.text()
    setFile({ name: chosen.name, yaml })
    check.mutate(yaml)
  }
  return (
    <>
      <p className="secondary">{t('script.upload.hint')}</p>
      <Upload
        accept=".yaml,.yml"
        showUploadList={false}
        beforeUpload={(chosen) => {
          void read(chosen)
          return false
        }}
      >
        <Button icon={<FileOutlined />} loading={check.isPending}>
          {t('script.upload.choose')}
        </Button>
      </Upload>
      {file ? <span className="upload-name">{file.name}</span> : null}
      {file && check.data ? (
        check.data.mistakes.length > 0
          ? <MistakeList mistakes={check.data.mistakes} />
          : <Publishing key={file.yaml} check={check.data} yaml={file.yaml} onDone={onDone} />
      ) : null}
    </>
  )
}

interface PublishingProps {
  check: ScriptCheck
  yaml: string
  onDone: () => void
}

function Publishing({ check, yaml, onDone }: PublishingProps) {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const textOf = useProblemText()
  const navigate = useNavigate()
  const publish = usePublishScript()
  const [note, setNote] = useState('')
  const [comparable, setComparable] = useState(false)
  const mayCompare = check.newest != null && check.incomparable.length === 0
  const send = () => publish.mutate({ yaml, note, comparable }, {
    onSuccess: ({ id, version }) => {
      void message.success(t('script.upload.done', { version }))
      onDone()
      void navigate(`/scripts/${id}?tab=versions`)
    },
  })
  return (
    <div className="publishing">
      <Alert
        type="success" showIcon
        title={t('script.upload.in_order', { title: check.title, version: check.version })}
        description={check.newest == null
          ? undefined : t('script.upload.after', { version: check.newest })}
      />
      <label>
        {t('script.note')}
        <Input.TextArea
          autoSize={{ minRows: 2 }} maxLength={300} value={note}
          placeholder={t('script.upload.note_hint')}
          onChange={(event) => setNote(event.target.value)}
        />
      </label>
      {mayCompare ? (
        <Checkbox checked={comparable} onChange={(event) => setComparable(event.target.checked)}>
          {t('script.upload.comparable', { version: check.newest })}
        </Checkbox>
      ) : null}
      {check.incomparable.length > 0 ? (
        <Alert
          type="warning" showIcon
          title={t('script.compare.incomparable', { questions: check.incomparable.join(', ') })}
        />
      ) : null}
      {publish.error ? <Alert type="error" showIcon title={textOf(publish.error)} /> : null}
      <Button type="primary" loading={publish.isPending} onClick={send}>
        {t('script.upload.publish')}
      </Button>
    </div>
  )
}
