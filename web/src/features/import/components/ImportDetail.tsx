import { Alert, Button, Card, Descriptions, Progress, Skeleton, Tabs } from 'antd'
import { useTranslation } from 'react-i18next'

import { ProblemView } from '@/components/ProblemView'
import { StateWord } from '@/components/StateWord'
import { Problem } from '@/lib/api/problem'
import { address } from '@/lib/api/request'
import type { Import, ImportOutcome } from '@/lib/api/types'
import { useProblemText } from '@/lib/i18n/use-problem-text'
import { useWord } from '@/lib/i18n/use-word'

import { useCancelImport } from '../api/cancel-import'
import { useImport } from '../api/get-imports'
import { isRunning } from '../running'
import { importTones, shownState } from '../state'
import { RemarkTable } from './RemarkTable'

interface Props {
  id: string
  onClose: () => void
}

/** One import: how far it is, and what came of it. */
export function ImportDetail({ id, onClose }: Props) {
  const { t } = useTranslation()
  const word = useWord()
  const { data, error, refetch } = useImport(id)
  if (error && !data) {
    return <Card size="small"><ProblemView error={error} onRetry={() => void refetch()} /></Card>
  }
  if (data === undefined) return <Card size="small"><Skeleton active /></Card>
  const state = shownState(data)
  return (
    <Card
      size="small"
      data-testid="import-detail"
      data-state={data.state}
      title={
        <span className="import-title">
          {data.file_name || word('import_kind', data.kind)}
          <StateWord tone={importTones[state]}>{word('import_state', state)}</StateWord>
        </span>
      }
      extra={<Button size="small" onClick={onClose}>{t('imports.close')}</Button>}
    >
      {isRunning(data) ? <Running running={data} /> : null}
      {data.outcome ? <Outcome done={data} outcome={data.outcome} /> : null}
      {data.has_rejects ? (
        <Button
          className="import-rejects"
          href={address(`/imports/${encodeURIComponent(data.id)}/rejects`)}
          download
        >
          {t('imports.rejects')}
        </Button>
      ) : null}
    </Card>
  )
}

function Running({ running }: { running: Import }) {
  const { t } = useTranslation()
  const cancel = useCancelImport()
  const share = running.bytes_total > 0 ? running.bytes_read / running.bytes_total : 0
  const percent = running.state === 'merging' ? 99 : Math.min(98, Math.floor(share * 100))
  return (
    <div className="import-running">
      <Progress percent={percent} status="active" />
      <span className="secondary">
        {running.state === 'merging'
          ? t('imports.merging')
          : t('imports.progress', { rows: running.rows.toLocaleString('en-US') })}
      </span>
      <Button
        danger size="small" loading={cancel.isPending} onClick={() => cancel.mutate(running.id)}
      >
        {t('imports.cancel')}
      </Button>
    </div>
  )
}

function Outcome({ done, outcome }: { done: Import; outcome: ImportOutcome }) {
  const { t } = useTranslation()
  const textOf = useProblemText()
  const refusal = outcome.code
    ? textOf(new Problem(422, outcome.code, outcome.code, outcome.params))
    : null
  const remarks = outcome.error_count + outcome.finding_count > 0
  return (
    <>
      {refusal === null ? null : (
        <Alert type={done.state === 'done' ? 'info' : 'warning'} showIcon title={refusal} />
      )}
      {done.dry_run && refusal === null ? (
        <Alert type="info" showIcon title={t('imports.would')} />
      ) : null}
      {outcome.rows > 0 ? <Counts outcome={outcome} /> : null}
      {remarks ? <Remarks outcome={outcome} /> : null}
    </>
  )
}

function Counts({ outcome }: { outcome: ImportOutcome }) {
  const { t } = useTranslation()
  const word = useWord()
  const number = (value: number) => <span className="num">{value.toLocaleString('en-US')}</span>
  const counts = [
    ['rows', outcome.rows], ['inserted', outcome.inserted], ['updated', outcome.updated],
    ['unchanged', outcome.unchanged], ['left_out', outcome.error_rows],
    ['findings_count', outcome.finding_count],
  ] as const
  const fields = Object.entries(outcome.changed_fields).map(([field, rows]) =>
    t('imports.field_rows', { field: word('import_field', field), rows }))
  return (
    <>
      <Descriptions
        size="small" column={6} colon={false} className="import-counts" layout="vertical"
        items={counts.map(([name, value]) => ({
          key: name, label: t(`imports.${name}`), children: number(value),
        }))}
      />
      {outcome.covers_through ? (
        <p className="secondary">{t('imports.covers', { date: outcome.covers_through })}</p>
      ) : null}
      {fields.length > 0 ? (
        <p className="secondary">{t('imports.changed_fields')} {fields.join(' · ')}</p>
      ) : null}
      {outcome.unknown_columns.length > 0 ? (
        <p className="secondary">
          {t('imports.unknown_columns', { columns: outcome.unknown_columns.join(' · ') })}
        </p>
      ) : null}
    </>
  )
}

function Remarks({ outcome }: { outcome: ImportOutcome }) {
  const { t } = useTranslation()
  return (
    <Tabs
      size="small"
      defaultActiveKey={outcome.error_count > 0 ? 'errors' : 'findings'}
      items={[
        {
          key: 'errors',
          label: `${t('imports.errors')} ${outcome.error_count}`,
          children: (
            <RemarkTable
              remarks={outcome.errors} count={outcome.error_count}
              empty={t('imports.no_errors')}
            />
          ),
        },
        {
          key: 'findings',
          label: `${t('imports.findings')} ${outcome.finding_count}`,
          children: (
            <RemarkTable
              remarks={outcome.findings} count={outcome.finding_count}
              empty={t('imports.no_findings')}
            />
          ),
        },
      ]}
    />
  )
}
