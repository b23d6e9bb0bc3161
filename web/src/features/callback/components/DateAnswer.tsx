import { type ComponentRef, useEffect, useRef } from 'react'
import { DatePicker } from 'antd'
import dayjs from 'dayjs'

interface Props {
  value: string | null
  /** Whether it is what is asked for now. */
  autoFocus: boolean
  /** Absent while nobody here may answer. */
  onGive?: (date: string) => void
}

export function DateAnswer({ value, autoFocus, onGive }: Props) {
  const picker = useRef<ComponentRef<typeof DatePicker>>(null)
  const gives = onGive !== undefined
  useEffect(() => {
    if (gives && autoFocus) picker.current?.focus({ preventScroll: true })
  }, [autoFocus, gives])
  if (!gives) return value ? <p className="figure">{value}</p> : null
  return (
    <DatePicker
      ref={picker}
      allowClear={false}
      value={value == null ? null : dayjs(value)}
      onChange={(date) => {
        picker.current?.blur()
        if (date) onGive(date.format('YYYY-MM-DD'))
      }}
    />
  )
}
