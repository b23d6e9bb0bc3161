import { FindingsPage } from '@/features/finding/components/FindingsPage'
import { useMay } from '@/features/session/api/use-may'

/** Data quality, as far as the person signed in may change it. */
export function FindingsRoute() {
  return <FindingsPage mayDismiss={useMay()('findings.dismiss')} />
}
