/** A center's name under the heading "service center", which need not be said again in each row. */
export function shortCenterName(name: string): string {
  return name.replace(/(.)服务中心$/, '$1')
}
