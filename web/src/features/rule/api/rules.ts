import { useQuery, useQueryClient } from '@tanstack/react-query'

import { useAction } from '@/components/use-action'
import { keys } from '@/lib/api/keys'
import { request } from '@/lib/api/request'
import type { RuleExplanation, RulePack, RulePackChosen, RulePacks, RuleTrial } from '@/lib/api/types'

/** Every pack and which center uses which. */
export function useRulePacks() {
  return useQuery({
    queryKey: [...keys.rules, 'packs'],
    queryFn: ({ signal }) => request<RulePacks>('GET', '/rules/packs', { signal }),
  })
}

/** How the rules see a request. */
export function useExplanation(requestNo: string) {
  return useQuery({
    queryKey: [...keys.rules, 'explanation', requestNo],
    queryFn: ({ signal }) =>
      request<RuleExplanation>('GET', `/rules/explanations/${encodeURIComponent(requestNo)}`, {
        signal,
      }),
  })
}

export interface TrialQuestion {
  pack: string
  from: string
  to: string
  center?: string
}

/** What a pack would have done to a period; asked only when there is a question. */
export function useTrial(question: TrialQuestion | undefined) {
  return useQuery({
    queryKey: [...keys.rules, 'trial', question],
    enabled: question !== undefined,
    staleTime: 60_000,
    queryFn: ({ signal }) =>
      request<RuleTrial>('GET', '/rules/trial', { query: { ...question }, signal }),
  })
}

interface Choice {
  center: string
  pack: string
  from: string
}

/** Has a center use a pack from a batch date on. */
export function useChoosePack(onDone: () => void) {
  const client = useQueryClient()
  return useAction({
    mutationFn: ({ center, pack, from }: Choice) =>
      request<RulePackChosen>('PUT', `/rules/centers/${encodeURIComponent(center)}`, {
        body: { pack, from },
      }),
    onSuccess: onDone,
    onSettled: () => client.invalidateQueries({ queryKey: keys.rules }),
  })
}

interface NewPack {
  yaml: string
  dryRun: boolean
}

/** Checks a pack's text, or keeps it as a new version; what is wrong with it is for the form. */
export function useAddPack(onKept: () => void) {
  const client = useQueryClient()
  return useAction({
    mutationFn: ({ yaml, dryRun }: NewPack) =>
      request<RulePack>('POST', '/rules/packs', { body: { yaml, dry_run: dryRun } }),
    onSuccess: (_, { dryRun }) => (dryRun ? undefined : onKept()),
    onError: () => undefined,
    onSettled: () => client.invalidateQueries({ queryKey: keys.rules }),
  })
}
