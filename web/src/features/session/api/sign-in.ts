import { useMutation, useQueryClient } from '@tanstack/react-query'

import { keys } from '@/lib/api/keys'
import { request } from '@/lib/api/request'
import type { Session } from '@/lib/api/types'

export interface Credentials {
  login_name: string
  password: string
}

export function useSignIn() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (body: Credentials) => request<Session>('POST', '/session', { body }),
    onSuccess: (session) => client.setQueryData(keys.session, session),
  })
}
