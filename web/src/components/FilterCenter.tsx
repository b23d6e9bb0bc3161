import { Select } from 'antd'

import { useServiceCenters } from '@/lib/api/get-service-centers'

interface Props {
  label: string
  value: string | undefined
  onChange: (value: string | undefined) => void
}

/** A choice of one service center that narrows a list. */
export function FilterCenter({ label, value, onChange }: Props) {
  const { data: centers } = useServiceCenters()
  return (
    <Select
      allowClear
      showSearch={{ optionFilterProp: 'label' }}
      aria-label={label}
      placeholder={label}
      value={value ?? null}
      onChange={(code: string | null) => onChange(code ?? undefined)}
      options={centers?.map(({ code, name }) => ({ value: code, label: name }))}
      style={{ width: 148 }}
    />
  )
}
