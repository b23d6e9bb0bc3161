/** Names of cached answers. The first word is what the event stream refreshes. */
export const keys = {
  status: ['status'],
  session: ['session'],
  batches: ['batches'],
  callbacks: ['callbacks'],
  figures: ['figures'],
  agents: ['agents'],
  calendar: ['calendar'],
  findings: ['findings'],
  imports: ['imports'],
  notices: ['notices'],
  requests: ['requests'],
  residents: ['residents'],
  scripts: ['scripts'],
  rules: ['rules'],
} as const

/** What a live event may make stale. */
export type RefreshRoot = Exclude<keyof typeof keys, 'status' | 'session'>
