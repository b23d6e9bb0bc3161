/** Names of cached answers. The first word is what the event stream refreshes. */
export const keys = {
  status: ['status'],
  session: ['session'],
  batches: ['batches'],
  callbacks: ['callbacks'],
  figures: ['figures'],
  agents: ['agents'],
  rules: ['rules'],
} as const

export type RefreshRoot = 'batches' | 'callbacks' | 'figures' | 'agents'
