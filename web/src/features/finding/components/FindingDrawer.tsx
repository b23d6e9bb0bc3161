import { Button, Drawer, Skeleton } from 'antd'
import { useTranslation } from 'react-i18next'

import { ProblemView } from '@/components/ProblemView'
import { StateWord } from '@/components/StateWord'
import { findingTones, toneOf } from '@/components/tones'
import type { FindingDetail } from '@/lib/api/types'
import { useWord } from '@/lib/i18n/use-word'
import { useMoment } from '@/lib/status/use-moment'

import { useRestoreFinding } from '../api/dismiss-finding'
import { useFinding } from '../api/get-finding'
import { DismissForm } from './DismissForm'
import { SubjectTable } from './SubjectTable'

interface Props {
  id: string
  mayDismiss: boolean
  onClose: () => void
}

/** A finding, the requests it leads to, and what a person can do with it. */
export function FindingDrawer({ id, mayDismiss, onClose }: Props) {
  const { t } = useTranslation()
  const word = useWord()
  const { data: finding, error, refetch } = useFinding(id)
  return (
    <Drawer
      open
      size={720}
      onClose={onClose}
      title={finding ? word('finding_kind', finding.kind) : t('finding.one')}
    >
      {error && !finding ? <ProblemView error={error} onRetry={() => void refetch()} /> : null}
      {finding === undefined && !error ? <Skeleton active paragraph={{ rows: 8 }} /> : null}
      {finding === undefined ? null : <Opened finding={finding} mayDismiss={mayDismiss} />}
    </Drawer>
  )
}

function Opened({ finding, mayDismiss }: { finding: FindingDetail; mayDismiss: boolean }) {
  const { t } = useTranslation()
  const word = useWord()
  const moment = useMoment()
  const state = (
    <StateWord tone={toneOf(findingTones, finding.state)}>
      {word('finding_state', finding.state)}
    </StateWord>
  )
  const facts: [string, React.ReactNode][] = [
    [t('finding.state'), state],
    [t('finding.center'), finding.center_name],
    [t('finding.occurred_on'), finding.occurred_on],
    [t('finding.first_seen'), moment(finding.first_seen_at_ms)],
  ]
  if (finding.resolved_at_ms != null) {
    facts.push([t('finding.resolved_at'), moment(finding.resolved_at_ms)])
  }
  if (finding.related_no != null) facts.push([t('finding.related_no'), finding.related_no])
  if (finding.households != null) {
    facts.push([t('finding.shared_by'), t('finding.households', { count: finding.households })])
  }
  if (finding.dismissal != null) {
    const at = moment(finding.dismissed_at_ms)
    facts.push([t('finding.dismissal'), `${word('dismissal', finding.dismissal)} · ${at}`])
  }
  if (finding.words != null) facts.push([t('finding.words'), finding.words])
  return (
    <div className="finding-opened">
      <p>{t(`finding_advice.${finding.kind}`, { defaultValue: '' })}</p>
      <dl className="facts">
        {facts.map(([name, value]) => (
          <div className="fact-row" key={name}><dt>{name}</dt><dd>{value}</dd></div>
        ))}
      </dl>
      {finding.rooms.length === 0 ? null : (
        <>
          <h2 className="column-subtitle">{t('finding.rooms')}</h2>
          <p className="figure">{finding.rooms.join(t('finding.comma'))}</p>
        </>
      )}
      <h2 className="column-subtitle">{t('finding.requests')}</h2>
      <SubjectTable requests={finding.requests} />
      {finding.state === 'open' && mayDismiss ? (
        <DismissForm id={finding.id} />
      ) : null}
      {finding.state === 'dismissed' && mayDismiss ? (
        <Restore id={finding.id} />
      ) : null}
    </div>
  )
}

function Restore({ id }: { id: string }) {
  const { t } = useTranslation()
  const restore = useRestoreFinding(id)
  return (
    <Button loading={restore.isPending} onClick={() => restore.mutate()}>
      {t('finding.restore')}
    </Button>
  )
}
