import { useQuery, useQueryClient } from '@tanstack/react-query'

import { useAction } from '@/components/use-action'
import { keys } from '@/lib/api/keys'
import { request } from '@/lib/api/request'
import type { CalendarEffect, NewQuietDays } from '@/lib/api/types'

export interface DayWish {
  date: string
  kind: string | null
  name: string
}

type Wish =
  | { to: 'day'; day: DayWish; reason: string }
  | { to: 'quiet'; days: Omit<NewQuietDays, 'dry_run'> }
  | { to: 'withdraw'; id: string }

function send(wish: Wish, dryRun: boolean, signal?: AbortSignal): Promise<CalendarEffect> {
  const dry_run = dryRun
  if (wish.to === 'day') {
    const body = { days: [wish.day], reason: wish.reason, dry_run }
    return request('POST', '/calendar/changes', { body, signal })
  }
  if (wish.to === 'quiet') {
    const body = { ...wish.days, dry_run }
    return request('POST', '/calendar/quiet-days', { body, signal })
  }
  const path = `/calendar/quiet-days/${encodeURIComponent(wish.id)}/withdraw`
  return request('POST', path, { body: { dry_run }, signal })
}

/** What a change would do; nothing is asked while there is no wish. */
export function useEffectPreview(wish: Wish | undefined) {
  return useQuery({
    // Apart from the calendar itself: once a change is made its preview must not be asked again.
    queryKey: ['calendar-effect', wish],
    queryFn: ({ signal }) => {
      if (wish === undefined) throw new Error('a preview without a wish')
      return send(wish, true, signal)
    },
    enabled: wish !== undefined,
    retry: false,
    staleTime: 0,
  })
}

/** Makes a change. */
export function useChangeCalendar(onDone: () => void) {
  const client = useQueryClient()
  return useAction({
    mutationFn: (wish: Wish) => send(wish, false),
    onSuccess: onDone,
    onSettled: () => client.invalidateQueries({ queryKey: keys.calendar }),
  })
}
