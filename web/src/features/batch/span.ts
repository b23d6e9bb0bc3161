import { addDays } from '@/lib/time'

/** The days of completion a batch covers. */
export interface Span {
  first: string
  last: string
  kind: 'yesterday' | 'one_day' | 'days'
}

/**
 * `to` may be given as the batch day itself (the end is not included) or as the last day: either
 * way the last day is before the batch.
 */
export function spanOf(batch: { date: string; from: string; to: string }, today: string): Span {
  const last = batch.to >= batch.date ? addDays(batch.date, -1) : batch.to
  const first = batch.from
  if (first !== last) return { first, last, kind: 'days' }
  const yesterday = batch.date === today && first === addDays(today, -1)
  return { first, last, kind: yesterday ? 'yesterday' : 'one_day' }
}

export function sum(counts: Partial<Record<string, number>>): number {
  return Object.values(counts).reduce<number>((total, count) => total + (count ?? 0), 0)
}
