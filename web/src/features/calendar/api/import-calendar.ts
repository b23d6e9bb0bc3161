import { keys } from '@/lib/api/keys'
import { Problem } from '@/lib/api/problem'
import { address } from '@/lib/api/request'
import type { CalendarImport } from '@/lib/api/types'
import { useMutation, useQueryClient } from '@tanstack/react-query'

interface Wish {
  file: File
  dryRun: boolean
}

/** Sends a calendar file as it is; its refusal is shown line by line by who asks. */
export function useImportCalendar() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: async ({ file, dryRun }: Wish): Promise<CalendarImport> => {
      const query = { file_name: file.name, dry_run: String(dryRun) }
      const response = await fetch(address('/calendar/import', query), {
        method: 'POST',
        headers: { accept: 'application/json', 'content-type': 'application/octet-stream' },
        credentials: 'same-origin',
        body: file,
      }).catch(() => { throw Problem.unreachable() })
      if (!response.ok) throw await Problem.from(response)
      return await response.json() as CalendarImport
    },
    onSuccess: (report) => report.dry_run
      ? undefined
      : client.invalidateQueries({ queryKey: keys.calendar }),
  })
}
