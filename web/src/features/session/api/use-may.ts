import { useSession } from './get-session'

/** Whether the person signed in may do something, by the permission's name. */
export function useMay(): (permission: string) => boolean {
  const { data: session } = useSession()
  const held = new Set(session?.user.permissions)
  return (permission) => held.has(permission)
}
