import { Skeleton, Table } from 'antd'
import type { TFunction } from 'i18next'
import { useTranslation } from 'react-i18next'

import { EmptyNote } from '@/components/EmptyNote'
import { ProblemView } from '@/components/ProblemView'
import type { RuleTrial, RuleTrialSide } from '@/lib/api/types'
import { useWord } from '@/lib/i18n/use-word'
import { useSaid } from '@/lib/i18n/use-said'

import { type TrialQuestion, useTrial } from '../api/rules'

/** The pack tried beside the packs in use, line by line. */
export function TrialResult({ question }: { question: TrialQuestion }) {
  const { t } = useTranslation()
  const { data, error, refetch } = useTrial(question)
  if (error && !data) return <ProblemView error={error} onRetry={() => void refetch()} />
  if (data === undefined) return <Skeleton active paragraph={{ rows: 8 }} />
  if (data.completions === 0) return <EmptyNote>{t('rule.trial_empty')}</EmptyNote>
  return <TrialTable trial={data} />
}

interface Row {
  key: string
  name: string
  tried: string
  inUse: string
}

function TrialTable({ trial }: { trial: RuleTrial }) {
  const { t } = useTranslation()
  const said = useSaid()
  const word = useWord()
  const basis = trial.talk_measured_on > 0
    ? t('rule.talk_measured', { seconds: trial.talk_secs, count: trial.talk_measured_on })
    : t('rule.talk_assumed', { seconds: trial.talk_secs })
  return (
    <>
      <p className="secondary rule-note">
        {t('rule.trial_basis', { from: trial.from, to: trial.to, count: trial.completions })} {basis}
      </p>
      <Table<Row>
        size="small"
        className="rule-trial"
        pagination={false}
        dataSource={rows(trial, t, word)}
        columns={[
          { title: '', dataIndex: 'name', width: 260 },
          { title: said(trial.pack_title), dataIndex: 'tried', align: 'right' },
          { title: t('rule.in_use'), dataIndex: 'inUse', align: 'right' },
        ]}
      />
    </>
  )
}

type WordOf = ReturnType<typeof useWord>

function rows(trial: RuleTrial, t: TFunction, word: WordOf): Row[] {
  const row = (key: string, name: string, value: (side: RuleTrialSide) => string): Row => ({
    key, name, tried: value(trial.tried), inUse: value(trial.in_use),
  })
  const both = [trial.tried, trial.in_use]
  const works = unique(both.flatMap((side) => side.work.map((w) => `${w.kind}/${w.role}`)))
  const reasons = unique(both.flatMap((side) => Object.keys(side.excluded)))
  const kinds = unique(both.flatMap((side) => side.rates.map((rate) => rate.kind)))
  return [
    row('completed', t('rule.trial.completed'), (side) => String(side.completed)),
    row('tasks', t('rule.trial.tasks'), (side) => String(side.tasks)),
    row('a_day', t('rule.trial.a_day'), (side) =>
      side.days.length === 0 ? '0' : (side.tasks / side.days.length).toFixed(1)),
    row('peak', t('rule.trial.peak'), (side) =>
      String(Math.max(0, ...side.days.map((day) => day.tasks)))),
    row('hours', t('rule.trial.hours'), (side) => (side.talk_secs / 3600).toFixed(1)),
    ...works.map((work) => {
      const [kind, role] = work.split('/')
      return row(work, `${word('request_kind', kind)} · ${word('role', role)}`, (side) =>
        String(side.work.find((w) => `${w.kind}/${w.role}` === work)?.tasks ?? 0))
    }),
    ...reasons.map((reason) =>
      row(reason, t('rule.trial.excluded', { reason: word('reason', reason) }), (side) =>
        String(side.excluded[reason] ?? 0))),
    ...kinds.map((kind) =>
      row(`rate-${kind}`, t('rule.trial.rate', { kind: word('request_kind', kind) }), (side) => {
        const rate = side.rates.find((r) => r.kind === kind)
        return rate === undefined ? t('rule.trial.all') : `${rate.selected}/${rate.eligible}`
      })),
    row('in_time', t('rule.trial.in_time'), (side) => String(side.in_time)),
    row('late', t('rule.trial.late'), (side) => String(side.late)),
    row('never', t('rule.trial.never'), (side) => String(side.never_tried)),
    row('before', t('rule.trial.before_batch'), (side) => String(side.due_before_batch)),
  ]
}

const unique = (names: string[]) => [...new Set(names)].sort()
