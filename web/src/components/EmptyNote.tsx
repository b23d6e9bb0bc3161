import type { ReactNode } from 'react'
import { Empty } from 'antd'

/** An empty place says what will appear here and when. */
export function EmptyNote({ children }: { children: ReactNode }) {
  return <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={children} />
}
