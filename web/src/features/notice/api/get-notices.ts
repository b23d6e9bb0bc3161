import { keepPreviousData, useQuery } from '@tanstack/react-query'

import { keys } from '@/lib/api/keys'
import { request } from '@/lib/api/request'
import type { Deliveries, NoticeCase, Notices } from '@/lib/api/types'

export const pageSize = 20

/** What the person signed in was told, newest first. */
export function useNotices(only: { unread: boolean; page: number; limit?: number }) {
  const limit = only.limit ?? pageSize
  const query = {
    unread: only.unread ? 'true' : undefined, offset: (only.page - 1) * limit, limit,
  }
  return useQuery({
    queryKey: [...keys.notices, 'list', query],
    queryFn: ({ signal }) => request<Notices>('GET', '/notices', { query, signal }),
    placeholderData: keepPreviousData,
  })
}

/** The matters of a notice. */
export function useNoticeCases(id: string) {
  return useQuery({
    queryKey: [...keys.notices, 'cases', id],
    queryFn: async ({ signal }) =>
      (await request<{ cases: NoticeCase[] }>(
        'GET', `/notices/${encodeURIComponent(id)}/cases`, { signal },
      )).cases,
  })
}

/** What was sent by mail and webhook. */
export function useDeliveries(state: string | undefined) {
  const query = { state, limit: 100 }
  return useQuery({
    queryKey: [...keys.notices, 'deliveries', query],
    queryFn: ({ signal }) => request<Deliveries>('GET', '/notice-deliveries', { query, signal }),
    placeholderData: keepPreviousData,
  })
}
