import { Tooltip } from 'antd'
import { useTranslation } from 'react-i18next'

import type { CalendarYear } from '@/lib/api/types'
import { shortCenterName } from '@/lib/center-name'
import { useWord } from '@/lib/i18n/use-word'

import { type Day, weeks } from '../month'

interface Props {
  calendar: CalendarYear
  month: number
  /** Absent where the reader may not change days. */
  onPick?: ((day: Day) => void) | undefined
}

const weekdays = [1, 2, 3, 4, 5, 6, 0]

/** One month: a button a day. */
export function MonthGrid({ calendar, month, onPick }: Props) {
  const { t } = useTranslation()
  const title = t(`calendar.month_names.${month}`)
  return (
    <section aria-label={title}>
      <h2 className="calendar-month-title">{title}</h2>
      <table className="calendar-month">
        <thead>
          <tr>
            {weekdays.map((day) => (
              <th key={day} scope="col" aria-label={t(`weekday.${day}`)}>
                {t(`calendar.weekday.${day}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {weeks(calendar, month).map((week, index) => (
            <tr key={index}>
              {week.map((day, place) => (
                <td key={place}>
                  {day === null ? null : (
                    <DayButton day={day} calendar={calendar} onPick={onPick} />
                  )}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

function DayButton({ day, calendar, onPick }: Omit<Props, 'month'> & { day: Day }) {
  const { t } = useTranslation()
  const word = useWord()
  const made = calendar.made_through !== null && calendar.made_through !== undefined
    && day.date <= calendar.made_through
  const notes = [
    `${day.date} ${word('calendar.type', day.type)}${day.name === '' ? '' : ` ${day.name}`}`,
    ...day.quiet.map((quiet) => t('calendar.quiet.on_day', {
      center: shortCenterName(quiet.center_name),
      reason: word('calendar.quiet.reason_words', quiet.reason),
    })),
    ...(made ? [t('calendar.made')] : []),
  ]
  const classes = ['calendar-day', day.type]
  if (day.date === calendar.today) classes.push('today')
  if (day.quiet.length > 0) classes.push('quiet')
  if (made) classes.push('made')
  return (
    <Tooltip title={notes.map((note) => <div key={note}>{note}</div>)} mouseEnterDelay={0.4}>
      <button
        type="button"
        className={classes.join(' ')}
        aria-label={notes.join(', ')}
        data-date={day.date}
        aria-disabled={made || onPick === undefined}
        onClick={() => { if (!made) onPick?.(day) }}
      >
        {day.day}
      </button>
    </Tooltip>
  )
}
