import { Segmented } from 'antd'
import { useTranslation } from 'react-i18next'
import { useSearchParams } from 'react-router'

import type { RuleCaller, RulePack } from '@/lib/api/types'
import { useWord } from '@/lib/i18n/use-word'
import { useSaid } from '@/lib/i18n/use-said'

import { PackLines } from './PackLines'
import { PackVersions } from './PackVersions'

/** One pack in words: its lines, who calls, its versions, and what else the regulation says. */
export function PackDetail({ packs }: { packs: RulePack[] }) {
  const { t } = useTranslation()
  const said = useSaid()
  const [search, setSearch] = useSearchParams()
  const pack = packs.find(({ id }) => id === search.get('pack')) ?? packs[0]
  if (pack === undefined) return null
  return (
    <div className="rule-pack">
      <Segmented
        value={pack.id}
        options={packs.map(({ id, title }) => ({ value: id, label: said(title) }))}
        onChange={(id) => setSearch({ tab: 'pack', pack: id }, { replace: true })}
      />
      <p className="secondary">
        {t('rule.regulation', { name: pack.regulation })}
        {' · '}
        {t('rule.late_by_rule', { minutes: pack.late_by_rule_minutes })}
      </p>
      <PackLines lines={pack.lines} />
      <div className="rule-columns">
        <section>
          <h2>{t('rule.callers')}</h2>
          <Callers pack={pack} />
        </section>
        <section>
          <h2>{t('rule.versions')}</h2>
          <PackVersions pack={pack} />
        </section>
      </div>
      <Duties pack={pack} />
    </div>
  )
}

function Callers({ pack }: { pack: RulePack }) {
  const { t } = useTranslation()
  const word = useWord()
  const said = useCaller()
  return (
    <ol className="rule-list">
      {pack.callers.map((caller, index) => (
        <li key={index}>
          {said(caller)} → <b>{word('role', caller.role)}</b>
          {caller.with_department ? ` ${t('rule.with_department')}` : ''}
          <span className="secondary"> {caller.sources.filter(isRequirement).join(' ')}</span>
        </li>
      ))}
      <li>{t('rule.caller_else')}</li>
      {pack.third_class.length === 0 ? null : (
        <li>
          {t('rule.third_class', {
            severities: pack.third_class.map((code) => word('severity', code)).join(' '),
          })}
        </li>
      )}
    </ol>
  )
}

const isRequirement = (source: string) => /^[RA]-/.test(source)

function useCaller(): (caller: RuleCaller) => string {
  const { t } = useTranslation()
  const word = useWord()
  return (caller) => {
    const parts = [
      caller.severity ? word('severity', caller.severity) : '',
      caller.kind ? word('request_kind', caller.kind) : '',
      caller.against_manager ? t('rule.against_manager') : '',
      caller.status ? word('request_status', caller.status) : '',
    ].filter((part) => part !== '')
    return parts.length === 0 ? t('rule.everything') : parts.join(' · ')
  }
}

function Duties({ pack }: { pack: RulePack }) {
  const { t } = useTranslation()
  const said = useSaid()
  if (pack.duties.length === 0) return null
  return (
    <section>
      <h2>{t('rule.duties')}</h2>
      <ul className="rule-list">
        {pack.duties.map((duty) => (
          <li key={`${duty.title.zh}${duty.phrase}`}>
            <b>{said(duty.title)}</b> {duty.phrase}
            <span className="secondary"> {duty.sources.join(' ')}</span>
          </li>
        ))}
      </ul>
    </section>
  )
}
