import { useQuery, useQueryClient } from '@tanstack/react-query'

import { useAction } from '@/components/use-action'
import { keys } from '@/lib/api/keys'
import { address, request } from '@/lib/api/request'
import type { DataRequest } from '@/lib/api/types'

export function useDataRequests() {
  return useQuery({
    queryKey: [...keys.residents, 'data-requests'],
    queryFn: async ({ signal }) => {
      const path = '/personal-data-requests'
      return (await request<{ requests: DataRequest[] }>('GET', path, { signal })).requests
    },
  })
}

const pathOf = (id: string) => `/personal-data-requests/${encodeURIComponent(id)}`

export function useDataRequest(id: string) {
  return useQuery({
    queryKey: [...keys.residents, 'data-request', id],
    queryFn: ({ signal }) => request<DataRequest>('GET', pathOf(id), { signal }),
  })
}

export interface NewDataRequest {
  kind: string
  household_id: string
  asked_by: string
  identity_proof: string
  note: string
  wants_do_not_call: boolean
}

export function useRegisterDataRequest(onDone: (made: DataRequest) => void) {
  const client = useQueryClient()
  return useAction<DataRequest, NewDataRequest>({
    mutationFn: (body) => request('POST', '/personal-data-requests', { body }),
    onSuccess: onDone,
    onSettled: () => client.invalidateQueries({ queryKey: keys.residents }),
  })
}

type Step = 'approve' | 'refuse' | 'carry-out'

/** The next step of a request; a refusal needs a reason. */
export function useDataRequestStep(id: string, step: Step) {
  const client = useQueryClient()
  return useAction<DataRequest, { reason: string } | undefined>({
    mutationFn: (body) => request('POST', `${pathOf(id)}/${step}`, body ? { body } : {}),
    onSettled: () => client.invalidateQueries({ queryKey: keys.residents }),
  })
}

/** Where the copy of everything held is downloaded. */
export const copyAddress = (id: string) => address(`${pathOf(id)}/copy`)
