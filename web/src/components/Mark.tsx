import type { ReactNode } from 'react'
import { Tag } from 'antd'

import { colors, grounds, type Tone } from '@/lib/tokens'

interface Props {
  tone: Tone
  children: ReactNode
}

/** A short remark on a tinted ground. */
export function Mark({ tone, children }: Props) {
  const color = tone === 'idle' ? colors.textSecondary : colors[tone]
  return (
    <Tag variant="filled" style={{ color, background: grounds[tone], margin: 0 }}>{children}</Tag>
  )
}
