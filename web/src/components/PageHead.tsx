import type { ReactNode } from 'react'

interface Props {
  title: ReactNode
  children?: ReactNode
  actions?: ReactNode
}

/** Title of a page with what belongs beside it. */
export function PageHead({ title, children, actions }: Props) {
  return (
    <header className="page-head">
      <h1>{title}</h1>
      <div className="page-head-notes">{children}</div>
      {actions === undefined ? null : <div className="page-head-actions">{actions}</div>}
    </header>
  )
}
