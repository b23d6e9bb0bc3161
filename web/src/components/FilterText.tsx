import { Input } from 'antd'

interface Props {
  label: string
  value: string | undefined
  onChange: (value: string | undefined) => void
  width?: number
}

/** A text that narrows a list once it is entered. */
export function FilterText({ label, value, onChange, width = 132 }: Props) {
  return (
    <Input
      key={value ?? ''}
      allowClear
      aria-label={label}
      placeholder={label}
      defaultValue={value}
      onPressEnter={(event) => onChange(event.currentTarget.value.trim() || undefined)}
      onBlur={(event) => {
        const text = event.currentTarget.value.trim() || undefined
        if (text !== value) onChange(text)
      }}
      onClear={() => onChange(undefined)}
      style={{ width }}
    />
  )
}
