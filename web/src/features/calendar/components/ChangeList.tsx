import { Card } from 'antd'
import { useTranslation } from 'react-i18next'

import { EmptyNote } from '@/components/EmptyNote'
import type { CalendarChange } from '@/lib/api/types'
import { useWord } from '@/lib/i18n/use-word'
import { useMoment } from '@/lib/status/use-moment'

/** How many changes are listed; the audit log has all. */
const shown = 12

/** Who changed which day, and why. */
export function ChangeList({ changes }: { changes: CalendarChange[] }) {
  const { t } = useTranslation()
  const word = useWord()
  const moment = useMoment()
  const kind = (code: string | null | undefined) =>
    code ? word('calendar.type', code) : t('calendar.type.plain')
  return (
    <Card size="small" title={t('calendar.changes.title')}>
      {changes.length === 0 ? <EmptyNote>{t('calendar.changes.empty')}</EmptyNote> : (
        <ul className="calendar-list">
          {changes.slice(0, shown).map((change) => (
            <li key={`${change.date} ${change.changed_at_ms}`}>
              <div className="calendar-list-head">
                <strong className="figure">{change.date.slice(5)}</strong>
                <span>{kind(change.before)} → {kind(change.after)}</span>
              </div>
              <div className="secondary">
                {change.changed_by ?? t('calendar.changes.command')}
                {' · '}
                {moment(change.changed_at_ms)}
                {change.source === 'import' ? ` · ${t('calendar.changes.import')}` : ''}
                {change.reason ? ` · ${change.reason}` : ''}
              </div>
            </li>
          ))}
        </ul>
      )}
      {changes.length > shown ? (
        <p className="secondary footnote">
          {t('calendar.changes.more', { count: changes.length - shown })}
        </p>
      ) : null}
    </Card>
  )
}
