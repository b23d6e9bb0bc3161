import type { Import } from '@/lib/api/types'

/** Whether an import is not over yet. */
export function isRunning({ state }: Pick<Import, 'state'>): boolean {
  return state === 'queued' || state === 'reading' || state === 'merging'
}
