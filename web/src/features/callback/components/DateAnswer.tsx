import { DatePicker } from 'antd'
import dayjs from 'dayjs'

interface Props {
  value: string | null
  onGive?: (answer: { text: string }) => void
}

export function DateAnswer({ value, onGive }: Props) {
  if (onGive === undefined) return value ? <p className="figure">{value}</p> : null
  return (
    <DatePicker
      allowClear={false}
      value={value == null ? null : dayjs(value)}
      onChange={(date) => date && onGive({ text: date.format('YYYY-MM-DD') })}
    />
  )
}
