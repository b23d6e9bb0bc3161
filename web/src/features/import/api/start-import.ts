import { useQueryClient } from '@tanstack/react-query'

import { useAction } from '@/components/use-action'
import { keys } from '@/lib/api/keys'
import { Problem } from '@/lib/api/problem'
import { address } from '@/lib/api/request'

interface Order {
  file: File
  kind: string
  mode: 'all' | 'partial'
  dryRun: boolean
}

/** Sends a file to be imported, or only checked; the new import's id. */
async function start({ file, kind, mode, dryRun }: Order): Promise<string> {
  const query = { kind, mode, dry_run: String(dryRun), file_name: file.name }
  const response = await fetch(address('/imports', query), {
    method: 'POST',
    headers: { accept: 'application/json', 'content-type': 'application/octet-stream' },
    credentials: 'same-origin',
    body: file,
  }).catch(() => {
    throw Problem.unreachable()
  })
  if (!response.ok) throw await Problem.from(response)
  return ((await response.json()) as { id: string }).id
}

export function useStartImport(onStarted: (id: string) => void) {
  const client = useQueryClient()
  return useAction({
    mutationFn: start,
    onSuccess: onStarted,
    onSettled: () => client.invalidateQueries({ queryKey: keys.imports }),
  })
}
