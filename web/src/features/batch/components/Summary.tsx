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
        <div className="equation-line">
          <Equation batch={batch} />
          <SideCounts batch={batch} />
        </div>
        <SplitChips batch={batch} />
      </Card>
      <div className="batch-grid">
        <Progress batch={batch} />
        <HourChart batch={batch} />
        <AlarmList alarms={batch.alarms} />
      </div>
    </>
  )
}
