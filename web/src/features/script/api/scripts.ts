import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'

import { useAction } from '@/components/use-action'
import { keys } from '@/lib/api/keys'
import { request } from '@/lib/api/request'
import type {
  AgentPreview, IvrPreview, PublishedScript, ScriptCheck, ScriptDifference, ScriptList, ScriptSheet,
} from '@/lib/api/types'

export interface PreviewAnswer {
  question: string
  codes?: string[]
  text?: string
}

const versionPath = (id: string, version: number) =>
  `/scripts/${encodeURIComponent(id)}/versions/${version}`

/** Where the sound of a prompt is, for an audio element. */
export const promptAddress = (id: string, version: number, prompt: string) =>
  `/api/v1${versionPath(id, version)}/prompts/${encodeURIComponent(prompt)}/audio`

export function useScripts() {
  return useQuery({
    queryKey: keys.scripts,
    queryFn: ({ signal }) => request<ScriptList>('GET', '/scripts', { signal }),
  })
}

export function useScriptSheet(id: string, version: number) {
  return useQuery({
    queryKey: [...keys.scripts, 'sheet', id, version],
    queryFn: ({ signal }) => request<ScriptSheet>('GET', versionPath(id, version), { signal }),
  })
}

export function useScriptDifference(id: string, before: number, after: number) {
  return useQuery({
    queryKey: [...keys.scripts, 'difference', id, before, after],
    queryFn: ({ signal }) =>
      request<ScriptDifference>('GET', `/scripts/${encodeURIComponent(id)}/difference`, {
        query: { before, after }, signal,
      }),
  })
}

/** The script after these answers; what was shown stays until the next is there. */
export function useAgentPreview(
  id: string, version: number, facts: string[], answers: PreviewAnswer[],
) {
  return useQuery({
    queryKey: [...keys.scripts, 'agent', id, version, facts, answers],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) =>
      request<AgentPreview>('POST', `${versionPath(id, version)}/preview`, {
        body: { facts, answers }, signal,
      }),
  })
}

/** The voice menu after these keys and happenings. */
export function useIvrPreview(id: string, version: number, facts: string[], inputs: string[]) {
  return useQuery({
    queryKey: [...keys.scripts, 'ivr', id, version, facts, inputs],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) =>
      request<IvrPreview>('POST', `${versionPath(id, version)}/ivr-preview`, {
        body: { facts, inputs }, signal,
      }),
  })
}

export function useCheckScript() {
  return useAction({
    mutationFn: (yaml: string) =>
      request<ScriptCheck>('POST', '/scripts/check', { body: { yaml } }),
  })
}

export interface NewVersion {
  yaml: string
  note: string
  comparable: boolean
}

export function usePublishScript() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (body: NewVersion) => request<PublishedScript>('POST', '/scripts', { body }),
    onSuccess: () => client.invalidateQueries({ queryKey: keys.scripts }),
  })
}

export function useSetComparable(id: string) {
  const client = useQueryClient()
  return useAction({
    mutationFn: ({ version, comparable }: { version: number, comparable: boolean }) =>
      request<ScriptList>('PUT', `${versionPath(id, version)}/comparable`, {
        body: { comparable },
      }),
    onSuccess: (list) => client.setQueryData(keys.scripts, list),
  })
}
