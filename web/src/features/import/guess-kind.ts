/** What an import file can hold. */
export const importKinds = ['centers', 'households', 'requests'] as const
export type ImportKind = (typeof importKinds)[number]

/** A header that only one kind has, in both languages of headers. */
const marks: [ImportKind, string[]][] = [
  ['requests', ['报事编号', 'request_no']],
  ['households', ['业户类型', 'residency_kind']],
  ['centers', ['服务等级', 'service_level']],
]

/** How names of files begin, for workbooks, whose header is packed. */
const names: [ImportKind, string[]][] = [
  ['requests', ['requests', 'service_request', '报事']],
  ['households', ['household', '住户', '业户']],
  ['centers', ['center', 'service_center', '服务中心']],
]

/** The kind a header row says; headers are written freely in case, spaces and hyphens. */
export function kindOfHeader(line: string): ImportKind | undefined {
  const headers = line.split(',').map((text) =>
    text.replace(/^\uFEFF/, '').replaceAll('"', '').trim().toLowerCase().replace(/[ -]/g, '_'))
  return marks.find(([, known]) => known.some((mark) => headers.includes(mark)))?.[0]
}

export function kindOfName(name: string): ImportKind | undefined {
  const lower = name.toLowerCase()
  return names.find(([, known]) => known.some((start) => lower.startsWith(start)))?.[0]
}

/** Looks at the first kilobytes of a file. */
export async function guessKind(file: File): Promise<ImportKind | undefined> {
  const bytes = await file.slice(0, 4_096).arrayBuffer()
  for (const encoding of ['utf-8', 'gb18030']) {
    const text = new TextDecoder(encoding).decode(bytes)
    const kind = kindOfHeader(text.split(/\r?\n/, 1)[0] ?? '')
    if (kind !== undefined) return kind
  }
  return kindOfName(file.name)
}
