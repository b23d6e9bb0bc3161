import { RulesPage } from '@/features/rule/components/RulesPage'
import { useMay } from '@/features/session/api/use-may'

/** The callback rules, with what the person signed in may change. */
export function RulesRoute() {
  return <RulesPage mayManage={useMay()('rules.manage')} />
}
