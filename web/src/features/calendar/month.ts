import type { CalendarYear, ListedDay, QuietDay } from '@/lib/api/types'

/** A day of a month as the year's page draws it. */
export interface Day {
  date: string
  day: number
  type: 'workday' | 'weekend' | 'holiday' | 'make_up_workday'
  /** Whether it differs from the plain week by its own entry. */
  isListed: boolean
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
    const enclosed = calendar.enclosed.includes(date)
    cells.push(dayOf({ date, day, enclosed, listed: listed.get(date), quiet }))
  }
  while (cells.length % 7 !== 0) cells.push(null)
  return Array.from({ length: cells.length / 7 }, (_, week) => cells.slice(week * 7, week * 7 + 7))
}

interface Parts {
  date: string
  day: number
  /** A weekend that belongs to the holiday around it. */
  enclosed: boolean
  listed: ListedDay | undefined
  quiet: QuietDay[]
}

function dayOf({ date, day, enclosed, listed, quiet }: Parts): Day {
  const isWeekend = [0, 6].includes(new Date(`${date}T00:00Z`).getUTCDay())
  const plain = enclosed ? 'holiday' : isWeekend ? 'weekend' : 'workday'
  const kind = listed?.kind
  const type = kind === 'holiday' || kind === 'make_up_workday' ? kind : plain
  const isListed = listed !== undefined
  return { date, day, type, isListed, isWeekend, name: listed?.name ?? '', quiet }
}

function isoDate(year: number, month: number, day: number): string {
  const two = (value: number) => String(value).padStart(2, '0')
  return `${year}-${two(month)}-${two(day)}`
}
