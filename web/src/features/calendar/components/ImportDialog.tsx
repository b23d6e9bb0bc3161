import { InboxOutlined } from '@ant-design/icons'
import { Alert, App, Modal, Table, Upload } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'

import { isProblem } from '@/lib/api/problem'
import type { CalendarImport } from '@/lib/api/types'
import { useProblemText } from '@/lib/i18n/use-problem-text'
import { useWord } from '@/lib/i18n/use-word'

import { useImportCalendar } from '../api/import-calendar'
import { EffectPreview } from './EffectPreview'

/** Checks a calendar file first, then takes it in. */
export function ImportDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const [file, setFile] = useState<File>()
  const check = useImportCalendar()
  const take = useImportCalendar()
  const report = check.data
  const changes = report !== undefined
    && (report.effect.days.length > 0 || report.effect.years.length > 0)
  const pick = (picked: File) => {
    setFile(picked)
    check.mutate({ file: picked, dryRun: true })
    return false
  }
  const save = () => file && take.mutate({ file, dryRun: false }, {
    onSuccess: () => {
      void message.success(t('calendar.saved'))
      onClose()
    },
  })
  return (
    <Modal
      open
      width={720}
      title={t('calendar.import.title')}
      okText={t('calendar.import.save')}
      cancelText={t('calendar.cancel')}
      okButtonProps={{ disabled: !changes || check.isPending, loading: take.isPending }}
      onOk={save}
      onCancel={onClose}
    >
      <Upload.Dragger
        accept=".csv,.ics,text/csv,text/calendar" maxCount={1} showUploadList={false}
        beforeUpload={pick}
      >
        <p><InboxOutlined style={{ fontSize: 24 }} /> {file?.name ?? t('calendar.import.drop')}</p>
        <p className="secondary">{t('calendar.import.formats')}</p>
      </Upload.Dragger>
      <div className="calendar-import-report" aria-live="polite">
        <Refusal error={check.error ?? take.error} />
        {report === undefined ? null : <Report report={report} />}
      </div>
    </Modal>
  )
}

function Report({ report }: { report: CalendarImport }) {
  const { t } = useTranslation()
  const word = useWord()
  const kind = (code: string | null | undefined) =>
    code ? word('calendar.type', code) : t('calendar.type.plain')
  const { days, years } = report.effect
  if (days.length === 0 && years.length === 0) {
    return <Alert type="info" showIcon title={t('calendar.import.nothing')} />
  }
  return (
    <>
      <p>
        {t('calendar.import.counts', {
          days: report.days, changed: days.length, unchanged: report.unchanged,
        })}
        {years.length > 0 ? ` ${t('calendar.import.years', { years: years.join(', ') })}` : ''}
      </p>
      <ul className="calendar-list calendar-scroll">
        {days.map((day) => (
          <li key={day.date}>
            <span className="figure">{day.date}</span> {day.name}
            {' '}{kind(day.before)} → <strong>{kind(day.after)}</strong>
          </li>
        ))}
      </ul>
      {report.passed_over.length > 0 ? (
        <p className="secondary">
          {t('calendar.import.passed_over', {
            count: report.passed_over.length,
            titles: report.passed_over.slice(0, 5).map(({ title }) => title).join(', '),
          })}
        </p>
      ) : null}
      <EffectPreview effect={report.effect} error={undefined} />
    </>
  )
}

interface LineError {
  line: number | null
  code: string
  reason: string
  reason_zh: string
}

function Refusal({ error }: { error: unknown }) {
  const { t, i18n } = useTranslation()
  const textOf = useProblemText()
  if (!error) return null
  const lines = isProblem(error, 'calendar.file') ? error.params['errors'] : undefined
  if (!Array.isArray(lines)) return <Alert type="error" showIcon title={textOf(error)} />
  const errors = lines as LineError[]
  return (
    <>
      <Alert type="error" showIcon title={t('calendar.import.refused', { count: errors.length })} />
      <Table<LineError>
        size="small"
        rowKey={(one) => `${one.line} ${one.code} ${one.reason}`}
        dataSource={errors}
        pagination={errors.length > 8 ? { pageSize: 8, size: 'small' } : false}
        columns={[
          { title: t('calendar.import.line'), dataIndex: 'line', width: 72, align: 'right' },
          {
            title: t('calendar.import.reason'),
            render: (_, one) => i18n.language === 'zh-CN' ? one.reason_zh : one.reason,
          },
        ]}
      />
    </>
  )
}
