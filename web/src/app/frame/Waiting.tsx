import { Card, Skeleton } from 'antd'

export function Waiting() {
  return <Card><Skeleton active paragraph={{ rows: 12 }} /></Card>
}
