import { keepPreviousData, useQuery } from '@tanstack/react-query'

import { keys } from '@/lib/api/keys'
import { request } from '@/lib/api/request'
import type { CalendarYear } from '@/lib/api/types'

export function useCalendar(year: number | undefined) {
  return useQuery({
    queryKey: [...keys.calendar, year],
    queryFn: ({ signal }) => request<CalendarYear>('GET', `/calendar/${year}`, { signal }),
    enabled: year !== undefined,
    placeholderData: keepPreviousData,
  })
}
