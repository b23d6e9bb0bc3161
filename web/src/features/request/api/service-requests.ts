import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query'

import { useAction } from '@/components/use-action'
import { keys } from '@/lib/api/keys'
import { request } from '@/lib/api/request'
import type { ServiceRequest, ServiceRequestItem, ServiceRequests } from '@/lib/api/types'
import { type AddressFilters, pageQuery } from '@/lib/use-address-filters'

export const filterNames = [
  'center', 'kind', 'status', 'source', 'number', 'room', 'phone_tail', 'by_hand',
] as const
export type FilterName = (typeof filterNames)[number]

/** One page of the requests, the newest first. */
export function useServiceRequests(filters: AddressFilters<FilterName>, page: number) {
  const query = pageQuery(filters, page)
  return useQuery({
    queryKey: [...keys.requests, 'list', query],
    queryFn: ({ signal }) =>
      request<ServiceRequests>('GET', '/service-requests', { query, signal }),
    placeholderData: keepPreviousData,
  })
}

const pathOf = (number: string) => `/service-requests/${encodeURIComponent(number)}`
const keyOf = (number: string) => [...keys.requests, 'one', number]

export function useServiceRequest(number: string) {
  return useQuery({
    queryKey: keyOf(number),
    queryFn: ({ signal }) => request<ServiceRequest>('GET', pathOf(number), { signal }),
    // What somebody types into must not change under their hands.
    refetchOnWindowFocus: false,
  })
}

/** What a form sends, with the state it was made from when the request exists. */
export interface Entry {
  item: ServiceRequestItem
  known?: ServiceRequest | undefined
}

/** Enters a request or changes one. The form tells its own refusal. */
export function useSaveServiceRequest(onSaved: (saved: ServiceRequest) => void) {
  const client = useQueryClient()
  return useAction<ServiceRequest, Entry>({
    mutationFn: ({ item, known }) =>
      known === undefined
        ? request('POST', '/service-requests/by-hand', { body: item })
        : request('PUT', pathOf(known.request_no), {
          body: { revision: known.revision, request: item },
        }),
    onError: () => undefined,
    onSuccess: (saved) => {
      client.setQueryData(keyOf(saved.request_no), saved)
      void client.invalidateQueries({ queryKey: [...keys.requests, 'list'] })
      onSaved(saved)
    },
  })
}

export interface Wording {
  report_source: string
  matter_spoken: string
  result_spoken: string
  reason_spoken: string
}

/** Words a request for the script. */
export function useWordServiceRequest(known: ServiceRequest, onSaved: () => void) {
  const client = useQueryClient()
  return useAction<ServiceRequest, Wording>({
    mutationFn: (wording) =>
      request('PUT', `${pathOf(known.request_no)}/wording`, {
        body: { revision: known.revision, ...wording },
      }),
    onSuccess: (saved) => {
      client.setQueryData(keyOf(saved.request_no), saved)
      onSaved()
    },
  })
}

/** Clears the wording of the result for the resident's ear. */
export function useClearWording(known: ServiceRequest) {
  const client = useQueryClient()
  return useAction<ServiceRequest>({
    mutationFn: () =>
      request('POST', `${pathOf(known.request_no)}/wording/clear`, {
        body: { revision: known.revision },
      }),
    onSuccess: (saved) => client.setQueryData(keyOf(saved.request_no), saved),
  })
}

/** Forgets what the page knows, so that it shows what somebody else changed. */
export function useReloadServiceRequest(number: string) {
  const client = useQueryClient()
  return () => void client.invalidateQueries({ queryKey: keyOf(number) })
}
