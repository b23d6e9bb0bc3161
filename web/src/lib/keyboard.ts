import { useEffect } from 'react'

/** Whether a key pressed there is text being written, not a command. */
function writesText(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    target.closest('input, textarea, select, [contenteditable], [role=combobox]') !== null
  )
}

/** Listens for single keys anywhere on the page; `handle` says whether it used the key. */
export function useKeys(handle: (key: string) => boolean): void {
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      const modified = event.ctrlKey || event.metaKey || event.altKey
      if (modified || event.repeat || writesText(event.target)) return
      if (handle(event.key)) event.preventDefault()
    }
    window.addEventListener('keydown', listen)
    return () => window.removeEventListener('keydown', listen)
  }, [handle])
}
