import type { RefreshRoot } from '@/lib/api/keys'
import type { LiveEvent } from '@/lib/api/types'

/** What a change of a subject makes out of date. */
const affected: Record<string, RefreshRoot[]> = {
  batch: ['batches', 'figures'],
  task: ['callbacks', 'batches', 'figures'],
  call: ['callbacks', 'batches', 'agents'],
  recording: ['callbacks', 'batches'],
  agent: ['agents'],
  calendar: ['calendar', 'callbacks', 'batches', 'figures'],
  service_request: ['requests', 'residents'],
  import_run: ['requests', 'residents', 'imports'],
  do_not_call: ['residents'],
  personal_data_request: ['residents'],
  import_job: ['imports'],
  finding: ['findings'],
  notice: ['notices'],
  notice_delivery: ['notices'],
  rule_pack: ['rules'],
  service_center: ['rules', 'requests'],
  script: ['scripts'],
}

/** At most one refresh in so many milliseconds: at 600× the events come by the hundred. */
const intervals: Record<RefreshRoot, number> = {
  callbacks: 400,
  agents: 1_000,
  calendar: 1_000,
  imports: 500,
  batches: 1_500,
  figures: 4_000,
  requests: 1_500,
  residents: 1_500,
  findings: 2_000,
  notices: 1_000,
  rules: 2_000,
  scripts: 2_000,
}

/** Gathers events into few refreshes; the last event is never lost. */
export class RefreshThrottle {
  private readonly due = new Map<RefreshRoot, ReturnType<typeof setTimeout>>()
  private readonly refresh: (root: RefreshRoot) => void

  constructor(refresh: (root: RefreshRoot) => void) {
    this.refresh = refresh
  }

  take(event: Pick<LiveEvent, 'subject_kind'>): void {
    for (const root of affected[event.subject_kind] ?? []) this.schedule(root)
  }

  takeAll(): void {
    for (const root of Object.keys(intervals) as RefreshRoot[]) this.schedule(root)
  }

  stop(): void {
    for (const timer of this.due.values()) clearTimeout(timer)
    this.due.clear()
  }

  private schedule(root: RefreshRoot): void {
    if (this.due.has(root)) return
    const run = () => {
      this.due.delete(root)
      this.refresh(root)
    }
    this.due.set(root, setTimeout(run, intervals[root]))
  }
}
