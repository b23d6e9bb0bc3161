/**
 * Times as people here read them, always in the service's zone, whatever the computer is set to:
 * today `16:05`, this year `11-20 16:05`, otherwise with the year.
 */
const zone = 'Asia/Shanghai'

const format = new Intl.DateTimeFormat('en-CA', {
  timeZone: zone,
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hourCycle: 'h23',
})

/** Date `2026-11-20` and time `16:05:09` of an instant. */
export function wallClock(atMs: number): { date: string; time: string } {
  const parts = new Map(format.formatToParts(atMs).map((part) => [part.type, part.value]))
  const get = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? ''
  return {
    date: `${get('year')}-${get('month')}-${get('day')}`,
    time: `${get('hour')}:${get('minute')}:${get('second')}`,
  }
}

/** A moment beside `nowMs`: the date is left out today, the year within this year. */
export function moment(atMs: number, nowMs: number): string {
  const at = wallClock(atMs)
  const time = at.time.slice(0, 5)
  const today = wallClock(nowMs).date
  return at.date === today ? time : `${shortDate(at.date, today)} ${time}`
}

/** `11-20`, or with the year when it is not the year of `today`. */
export function shortDate(date: string, today: string): string {
  return date.slice(0, 4) === today.slice(0, 4) ? date.slice(5) : date
}

/** `16:05:09` of an instant. */
export function clockTime(atMs: number): string {
  return wallClock(atMs).time
}

/** A running time as `1:23` or `1:02:03`. */
export function stopwatch(durationMs: number): string {
  const seconds = Math.max(0, Math.floor(durationMs / 1000))
  const two = (value: number) => String(value).padStart(2, '0')
  const minutes = Math.floor(seconds / 60)
  if (minutes < 60) return `${minutes}:${two(seconds % 60)}`
  return `${Math.floor(minutes / 60)}:${two(minutes % 60)}:${two(seconds % 60)}`
}

/** The date `days` later. */
export function addDays(date: string, days: number): string {
  const at = new Date(`${date}T00:00:00Z`)
  at.setUTCDate(at.getUTCDate() + days)
  return at.toISOString().slice(0, 10)
}

/** The instant of a time of day in the service's zone, which has no daylight saving. */
export function instant(date: string, time: string): number {
  return Date.parse(`${date}T${time}:00+08:00`)
}

/** 0 for Sunday to 6 for Saturday. */
export function weekday(date: string): number {
  return new Date(`${date}T00:00:00Z`).getUTCDay()
}
