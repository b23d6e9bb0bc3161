import { Table } from 'antd'
import { useTranslation } from 'react-i18next'

import { StateWord } from '@/components/StateWord'
import type { RuleExplained, RuleVerdict } from '@/lib/api/types'
import { useWord } from '@/lib/i18n/use-word'
import { useSaid } from '@/lib/i18n/use-said'

import { sharePercent } from '../rate'

/** Every line of the pack with why it applies or does not, and the line that says who calls. */
export function VerdictTable({ completion }: { completion: RuleExplained }) {
  const { t } = useTranslation()
  const said = useSaid()
  const word = useWord()
  const holding = completion.callers.find((verdict) => verdict.holds)
  return (
    <>
      <Table<RuleVerdict>
        size="small"
        className="rule-verdicts"
        rowKey={({ line }) => line.number}
        rowClassName={({ standing }) => (standing === 'applies' ? 'rule-applies' : '')}
        pagination={false}
        dataSource={completion.lines}
        columns={[
          {
            title: t('rule.line'), width: 260,
            render: (_, { line }) => (
              <>
                {said(line.title)} <span className="secondary rule-source">{line.sources.join(' ')}</span>
              </>
            ),
          },
          {
            title: t('rule.matter'), width: 110,
            render: (_, { line }) => word('request_kind', line.kind),
          },
          { title: t('rule.when'), width: 280, render: (_, { line }) => said(line.term) },
          {
            title: t('rule.rate'), width: 72, align: 'right',
            render: (_, { line }) => sharePercent(line.rate),
          },
          {
            title: t('rule.standing'),
            render: (_, verdict) => <Standing verdict={verdict} completion={completion} />,
          },
        ]}
      />
      {holding === undefined ? null : (
        <p className="secondary rule-note">
          {t('rule.caller_line', {
            role: word('role', holding.caller.role),
            sources: holding.caller.sources.filter((s) => /^[RA]-/.test(s)).join(' '),
          })}
        </p>
      )}
    </>
  )
}

interface Props {
  verdict: RuleVerdict
  completion: RuleExplained
}

function Standing({ verdict, completion }: Props) {
  const { t } = useTranslation()
  const word = useWord()
  const said = useSaid()
  switch (verdict.standing) {
    case 'applies':
      return completion.place === 'excluded' ? (
        <StateWord tone="risk">
          {t('rule.applies_but', { reason: word('reason', completion.reason) })}
        </StateWord>
      ) : (
        <StateWord tone="good">{t('rule.applies')}</StateWord>
      )
    case 'applies_elsewhere':
      return (
        <StateWord tone="active">
          {t('rule.applies_elsewhere', { role: word('role', verdict.line.role) })}
        </StateWord>
      )
    case 'taken_before': {
      const before = completion.lines.find(({ line }) => line.number === verdict.taken_by)
      const title = said(before?.line.title)
      return <StateWord tone="idle">{t('rule.taken_before', { title })}</StateWord>
    }
    default:
      return (
        <StateWord tone="idle">
          {verdict.against.map((why) => word('rule_mismatch', why)).join(t('rule.and'))}
        </StateWord>
      )
  }
}
