import type { Import } from '@/lib/api/types'
import type { Tone } from '@/lib/tokens'

/** A finished check is no import. */
export type ShownState = Import['state'] | 'checked'

export function shownState({ state, dry_run }: Pick<Import, 'state' | 'dry_run'>): ShownState {
  return dry_run && state === 'done' ? 'checked' : state
}

export const importTones: Record<ShownState, Tone> = {
  queued: 'idle',
  reading: 'active',
  merging: 'active',
  done: 'good',
  checked: 'active',
  refused: 'bad',
  cancelled: 'idle',
  failed: 'bad',
}
