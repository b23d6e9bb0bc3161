import { Select } from 'antd'

import { useWord } from '@/lib/i18n/use-word'

interface Props {
  label: string
  group: string
  codes: readonly string[]
  value: string | undefined
  onChange: (value: string | undefined) => void
  width?: number
}

/** A choice of one code that narrows a list. */
export function FilterCode({ label, group, codes, value, onChange, width = 116 }: Props) {
  const word = useWord()
  return (
    <Select
      allowClear
      aria-label={label}
      placeholder={label}
      value={value ?? null}
      onChange={(code: string | null) => onChange(code ?? undefined)}
      options={codes.map((code) => ({ value: code, label: word(group, code) }))}
      style={{ width }}
    />
  )
}
