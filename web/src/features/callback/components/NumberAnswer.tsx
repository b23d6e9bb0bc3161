import { type ComponentRef, useEffect, useRef, useState } from 'react'
import { InputNumber } from 'antd'

import type { QuestionItem } from '@/lib/api/types'

interface Props {
  value: string | undefined
  range: NonNullable<QuestionItem['range']>
  /** Whether it is what is asked for now. */
  autoFocus: boolean
  /** Absent while nobody here may answer. */
  onGive?: (number: string) => void
}

/** A whole number of the question's range; Enter or leaving the field gives it. */
export function NumberAnswer({ value, range, autoFocus, onGive }: Props) {
  const field = useRef<ComponentRef<typeof InputNumber>>(null)
  const [typed, setTyped] = useState<number | null>()
  const gives = onGive !== undefined
  useEffect(() => {
    if (gives && autoFocus) field.current?.focus({ preventScroll: true })
  }, [autoFocus, gives])
  if (!gives) return value === undefined ? null : <p className="figure">{value}</p>
  const give = () => {
    if (typed == null || String(typed) === value) return
    setTyped(undefined)
    onGive(String(typed))
  }
  return (
    <InputNumber<number>
      ref={field}
      min={range.from}
      max={range.to}
      precision={0}
      placeholder={`${range.from}–${range.to}`}
      value={typed ?? (value === undefined ? null : Number(value))}
      onChange={setTyped}
      onPressEnter={give}
      onBlur={give}
    />
  )
}
