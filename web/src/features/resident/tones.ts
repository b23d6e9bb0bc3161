import type { Tone } from '@/lib/tokens'

export const dataRequestTones: Record<string, Tone> = {
  registered: 'risk',
  approved: 'active',
  refused: 'idle',
  erasing: 'active',
  completed: 'good',
}
