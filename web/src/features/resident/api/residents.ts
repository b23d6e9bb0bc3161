import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query'

import { useAction } from '@/components/use-action'
import { keys } from '@/lib/api/keys'
import { request } from '@/lib/api/request'
import type { DoNotCallList, ResidentDetail, Residents } from '@/lib/api/types'
import { type AddressFilters, pageQuery } from '@/lib/use-address-filters'

export const residentFilters = [
  'center', 'room', 'unit_id', 'name', 'phone_tail', 'with_former',
] as const
export type ResidentFilter = (typeof residentFilters)[number]

export function useResidents(filters: AddressFilters<ResidentFilter>, page: number) {
  const query = pageQuery(filters, page)
  return useQuery({
    queryKey: [...keys.residents, 'list', query],
    queryFn: ({ signal }) => request<Residents>('GET', '/residents', { query, signal }),
    placeholderData: keepPreviousData,
  })
}

export function useResident(id: string) {
  return useQuery({
    queryKey: [...keys.residents, 'one', id],
    queryFn: ({ signal }) =>
      request<ResidentDetail>('GET', `/residents/${encodeURIComponent(id)}`, { signal }),
  })
}

/** The numbers in full; the service records who asked. */
export function useRevealPhones(id: string) {
  return useAction({
    mutationFn: () =>
      request<{ phones: string[] }>('POST', `/residents/${encodeURIComponent(id)}/reveal`),
  })
}

export const entryFilters = ['scope', 'source', 'room', 'phone_tail', 'with_past'] as const
export type EntryFilter = (typeof entryFilters)[number]

export function useDoNotCall(filters: AddressFilters<EntryFilter>, page: number) {
  const query = pageQuery(filters, page)
  return useQuery({
    queryKey: [...keys.residents, 'do-not-call', query],
    queryFn: ({ signal }) => request<DoNotCallList>('GET', '/do-not-call', { query, signal }),
    placeholderData: keepPreviousData,
  })
}

export interface NewEntry {
  household_id?: string | undefined
  phone?: string | undefined
  scope: string
  until?: string | undefined
  reason: string
}

/** Whatever changes what residents' pages show. */
function useResidentAction<Result, Input = void>(
  mutationFn: (input: Input) => Promise<Result>,
  onDone?: (result: Result) => void,
) {
  const client = useQueryClient()
  return useAction<Result, Input>({
    mutationFn,
    onSuccess: (result) => onDone?.(result),
    onSettled: () => client.invalidateQueries({ queryKey: keys.residents }),
  })
}

export function useAddDoNotCall(onDone: () => void) {
  return useResidentAction<unknown, NewEntry>(
    (body) => request('POST', '/do-not-call', { body }), onDone,
  )
}

export function useWithdrawDoNotCall() {
  return useResidentAction<unknown, string>(
    (id) => request('POST', `/do-not-call/${encodeURIComponent(id)}/withdraw`),
  )
}

/** Keeps a household's data from being erased, for a reason. */
export function useHold(id: string, onDone: () => void) {
  return useResidentAction<unknown, string>(
    (reason) =>
      request('POST', `/residents/${encodeURIComponent(id)}/hold`, { body: { reason } }),
    onDone,
  )
}

export function useLiftHold(id: string) {
  return useResidentAction<unknown>(
    () => request('POST', `/residents/${encodeURIComponent(id)}/lift-hold`),
  )
}
