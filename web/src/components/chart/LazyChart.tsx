import { type ComponentProps, lazy, Suspense } from 'react'
import { Skeleton } from 'antd'

const Chart = lazy(() => import('./Chart'))

/** A chart whose library is fetched when first drawn; the place is kept meanwhile. */
export function LazyChart(props: ComponentProps<typeof Chart>) {
  const waiting = <Skeleton.Node active style={{ height: props.height, width: '100%' }} />
  return (
    <Suspense fallback={waiting}>
      <Chart {...props} />
    </Suspense>
  )
}
