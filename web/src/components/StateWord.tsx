import type { ReactNode } from 'react'

import { colors, type Tone } from '@/lib/tokens'

interface Props {
  tone: Tone
  children: ReactNode
}

/** A state as a dot and a word: the color never stands alone. */
export function StateWord({ tone, children }: Props) {
  return (
    <span className="state-word">
      <span className="state-dot" style={{ background: colors[tone] }} aria-hidden />
      <span style={{ color: tone === 'idle' ? colors.textSecondary : colors[tone] }}>
        {children}
      </span>
    </span>
  )
}
