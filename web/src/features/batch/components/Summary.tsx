import { Card } from 'antd'

import type { Batch } from '@/lib/api/types'

import { AlarmList } from './AlarmList'
import { Equation } from './Equation'
import { HourChart } from './HourChart'
import { Progress } from './Progress'
import { SideCounts } from './SideCounts'
import { SplitChips } from './SplitChips'

export function Summary({ batch }: { batch: Batch }) {
  return (
    <>
      <Card size="small">
        <Equation batch={batch} />
        <SplitChips batch={batch} />
        <SideCounts batch={batch} />
      </Card>
      <div className="batch-grid">
        <Progress batch={batch} />
        <HourChart batch={batch} />
        <AlarmList alarms={batch.alarms} />
      </div>
    </>
  )
}
