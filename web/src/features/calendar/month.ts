import type { CalendarYear, ListedDay, QuietDay } from '@/lib/api/types'

/** A day of a month as the year's page draws it. */
export interface Day {
  date: string
  day: number
  type: 'workday' | 'weekend' | 'holiday' | 'make_up_workday'
  isWeekend: boolean
  name: string
  quiet: QuietDay[]
}

/** The weeks of a month from Monday on; days of other months are left blank. */
export function weeks(calendar: CalendarYear, month: number): (Day | null)[][] {
  const listed = new Map(calendar.days.map((day) => [day.date, day]))
  const length = new Date(Date.UTC(calendar.year, month, 0)).getUTCDate()
  const first = (new Date(Date.UTC(calendar.year, month - 1, 1)).getUTCDay() + 6) % 7
  const cells: (Day | null)[] = Array.from({ length: first }, () => null)
  for (let day = 1; day <= length; day += 1) {
    const date = isoDate(calendar.year, month, day)
    const quiet = calendar.quiet_days.filter(({ from, to }) => from <= date && date <= to)
    cells.push(dayOf(date, day, listed.get(date), quiet))
  }
  while (cells.length % 7 !== 0) cells.push(null)
  return Array.from({ length: cells.length / 7 }, (_, week) => cells.slice(week * 7, week * 7 + 7))
}

function dayOf(date: string, day: number, listed: ListedDay | undefined, quiet: QuietDay[]): Day {
  const isWeekend = [0, 6].includes(new Date(`${date}T00:00Z`).getUTCDay())
  const plain = isWeekend ? 'weekend' : 'workday'
  const kind = listed?.kind
  const type = kind === 'holiday' || kind === 'make_up_workday' ? kind : plain
  return { date, day, type, isWeekend, name: listed?.name ?? '', quiet }
}

function isoDate(year: number, month: number, day: number): string {
  const two = (value: number) => String(value).padStart(2, '0')
  return `${year}-${two(month)}-${two(day)}`
}
