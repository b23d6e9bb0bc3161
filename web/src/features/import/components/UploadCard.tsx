import { useState } from 'react'
import { InboxOutlined } from '@ant-design/icons'
import { Alert, Button, Card, Segmented, Upload } from 'antd'
import { useTranslation } from 'react-i18next'

import type { Import } from '@/lib/api/types'
import { useWord } from '@/lib/i18n/use-word'

import { useImport } from '../api/get-imports'
import { useStartImport } from '../api/start-import'
import { guessKind, importKinds, type ImportKind } from '../guess-kind'
import { isRunning } from '../running'

interface Props {
  onStarted: (id: string) => void
}

interface Chosen {
  file: File
  kind: ImportKind
}

/** Choose a file, check it without storing, then import all of it or its good rows. */
export function UploadCard({ onStarted }: Props) {
  const { t } = useTranslation()
  const [chosen, setChosen] = useState<Chosen | null>(null)
  const choose = async (file: File) => {
    setChosen({ file, kind: (await guessKind(file)) ?? 'requests' })
  }
  return (
    <Card size="small">
      {chosen === null ? (
        <Upload.Dragger
          accept=".csv,.xlsx" maxCount={1} showUploadList={false}
          beforeUpload={(file) => {
            void choose(file)
            return false
          }}
        >
          <p className="ant-upload-drag-icon"><InboxOutlined /></p>
          <p className="ant-upload-text">{t('imports.choose')}</p>
          <p className="ant-upload-hint">{t('imports.formats')}</p>
        </Upload.Dragger>
      ) : (
        <ChosenFile
          key={`${chosen.file.name}/${chosen.file.lastModified}`}
          chosen={chosen} setChosen={setChosen} onStarted={onStarted}
        />
      )}
    </Card>
  )
}

interface ChosenProps extends Props {
  chosen: Chosen
  setChosen: (chosen: Chosen | null) => void
}

function ChosenFile({ chosen, setChosen, onStarted }: ChosenProps) {
  const { t } = useTranslation()
  const word = useWord()
  const [checkId, setCheckId] = useState<string | null>(null)
  const { data: check } = useImport(checkId)
  const checking = useStartImport((id) => {
    setCheckId(id)
    onStarted(id)
  })
  const storing = useStartImport((id) => {
    setChosen(null)
    onStarted(id)
  })
  const { file, kind } = chosen
  const isChecking = checking.isPending || (checkId !== null && (!check || isRunning(check)))
  return (
    <div className="import-chosen">
      <div className="import-chosen-line">
        <strong>
          {t('imports.chosen', { name: file.name, size: Math.ceil(file.size / 1024) })}
        </strong>
        <span className="secondary">{t('imports.kind')}</span>
        <Segmented<ImportKind>
          aria-label={t('imports.kind')}
          value={kind}
          options={importKinds.map((value) => ({ value, label: word('import_kind', value) }))}
          onChange={(picked) => {
            setCheckId(null)
            setChosen({ file, kind: picked })
          }}
        />
        <Button
          type={checkId === null ? 'primary' : 'default'}
          loading={isChecking}
          onClick={() => checking.mutate({ file, kind, mode: 'partial', dryRun: true })}
        >
          {isChecking ? t('imports.checking') : t('imports.check')}
        </Button>
        <Button onClick={() => setChosen(null)}>{t('imports.other_file')}</Button>
      </div>
      {check && !isRunning(check) ? (
        <Store
          check={check} busy={storing.isPending}
          onStore={(mode) => storing.mutate({ file, kind, mode, dryRun: false })}
        />
      ) : null}
    </div>
  )
}

interface StoreProps {
  check: Import
  busy: boolean
  onStore: (mode: 'all' | 'partial') => void
}

/** What may be done after the check. */
function Store({ check, busy, onStore }: StoreProps) {
  const { t } = useTranslation()
  if (check.state !== 'done') {
    return <Alert type="warning" showIcon title={t('imports.nothing_good')} />
  }
  const bad = check.error_rows
  const good = (check.rows - bad).toLocaleString('en-US')
  return (
    <Alert
      type={bad > 0 ? 'warning' : 'info'}
      showIcon
      title={bad > 0 ? t('imports.store_good_hint', { rows: bad }) : t('imports.confirm')}
      action={
        <Button
          type="primary" loading={busy} data-testid="store"
          onClick={() => onStore(bad > 0 ? 'partial' : 'all')}
        >
          {t(bad > 0 ? 'imports.store_good' : 'imports.store_all', { rows: good })}
        </Button>
      }
    />
  )
}
