/** A refusal of the service (`application/problem+json`) or of the network. */
export class Problem extends Error {
  readonly status: number
  readonly code: string
  readonly params: Record<string, unknown>

  constructor(status: number, code: string, title: string, params: Record<string, unknown> = {}) {
    super(title)
    this.name = 'Problem'
    this.status = status
    this.code = code
    this.params = params
  }

  /** Nothing answered: the service is stopped or the network is cut. */
  static unreachable(): Problem {
    return new Problem(0, 'network.unreachable', 'The service did not answer')
  }

  static async from(response: Response): Promise<Problem> {
    const body: unknown = await response.json().catch(() => null)
    const read = isRecord(body) ? body : {}
    // What stands in front of the service answers for it while it is stopped.
    if (read['code'] === undefined && response.status >= 500) return Problem.unreachable()
    return new Problem(
      response.status,
      typeof read['code'] === 'string' ? read['code'] : `http.${response.status}`,
      typeof read['title'] === 'string' ? read['title'] : response.statusText,
      isRecord(read['params']) ? read['params'] : {},
    )
  }
}

export function isProblem(error: unknown, code?: string): error is Problem {
  return error instanceof Problem && (code === undefined || error.code === code)
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
