import { PrinterOutlined } from '@ant-design/icons'
import { Button, Card, Skeleton } from 'antd'
import { useTranslation } from 'react-i18next'

import { ProblemView } from '@/components/ProblemView'
import type { ScriptLine, ScriptSheet, SheetSection } from '@/lib/api/types'

import { useScriptSheet } from '../api/scripts'
import { ConditionText } from './ConditionText'

/** The script as a form to print and fill in by hand. */
export function PaperTab({ id, version }: { id: string, version: number }) {
  const { t } = useTranslation()
  const { data: sheet, error, refetch } = useScriptSheet(id, version)
  if (error && !sheet) {
    return <Card><ProblemView error={error} onRetry={() => void refetch()} /></Card>
  }
  if (sheet === undefined) return <Card><Skeleton active paragraph={{ rows: 12 }} /></Card>
  return (
    <>
      <div className="paper-bar">
        <span className="secondary">
          {sheet.modes.includes('paper') ? t('script.paper.hint') : t('script.paper.not_made_for')}
        </span>
        <Button type="primary" icon={<PrinterOutlined />} onClick={() => window.print()}>
          {t('script.paper.print')}
        </Button>
      </div>
      <Paper sheet={sheet} />
    </>
  )
}

function Paper({ sheet }: { sheet: ScriptSheet }) {
  const { t } = useTranslation()
  const forPaper = sheet.modes.includes('paper')
  const shown = (line: ScriptLine) =>
    line.kind !== 'menu' && (forPaper ? line.modes.includes('paper') : line.modes.includes('agent'))
  const sections = sheet.sections
    .map((section) => ({ ...section, lines: section.lines.filter(shown) }))
    .filter((section) => section.lines.length > 0)
  return (
    <article className="paper">
      <h1>{sheet.title}</h1>
      <dl className="paper-head">
        {(['request_no', 'center', 'room', 'resident', 'visited_on', 'visitor'] as const)
          .map((name) => (
            <div key={name}><dt>{t(`script.paper.${name}`)}</dt><dd /></div>
          ))}
      </dl>
      {sections.map((section) => <PaperSection key={section.id} section={section} />)}
      <dl className="paper-head paper-foot">
        {(['present', 'resident_signature', 'visitor_signature'] as const).map((name) => (
          <div key={name}><dt>{t(`script.paper.${name}`)}</dt><dd /></div>
        ))}
      </dl>
      <p className="paper-version">
        {t('script.paper.version', { id: sheet.id, version: sheet.version })}
      </p>
    </article>
  )
}

function PaperSection({ section }: { section: SheetSection }) {
  const { t } = useTranslation()
  return (
    <section>
      <h2>
        {section.title}
        {section.repeats ? <small>{t('script.paper.repeats')}</small> : null}
      </h2>
      {section.when ? <p className="paper-when"><ConditionText parts={section.when} /></p> : null}
      {section.lines.map((line, index) => <PaperLine key={line.name ?? index} line={line} />)}
    </section>
  )
}

function PaperLine({ line }: { line: ScriptLine }) {
  const { t } = useTranslation()
  const when = line.when
    ? <span className="paper-when"><ConditionText parts={line.when} /></span> : null
  if (line.kind === 'note') return <p className="paper-note">※ {line.text}</p>
  if (line.kind === 'say') return <p>{when}{line.text}</p>
  return (
    <div className="paper-question">
      <p>
        {when}
        <strong>{line.text}</strong>
        {line.answer_kind === 'multiple' ? <small>{t('callback.several')}</small> : null}
      </p>
      {line.choices.length > 0 ? (
        <ul>
          {line.choices.map((choice) => (
            <li key={choice.key}>
              ☐ {choice.label}
              {choice.verbatim ? <i className="blank" /> : null}
            </li>
          ))}
        </ul>
      ) : <i className={line.answer_kind === 'text' ? 'blank long' : 'blank'} />}
    </div>
  )
}
