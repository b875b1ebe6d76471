/** A refusal as the API tells it (RFC 9457). */
export interface ProblemBody {
  readonly status: number
  readonly kind: string
  readonly title: string
  /** What is wrong in just this case, in words for the person. */
  readonly detail?: string
  readonly errors?: readonly { readonly field: string; readonly reason: string }[]
  readonly requestId?: string
  readonly [more: string]: unknown
}

/** The server understood and said no: nothing was changed, and `body` says why. */
export class Refusal extends Error {
  readonly body: ProblemBody

  constructor(body: ProblemBody) {
    super(body.title)
    this.body = body
    this.name = 'Refusal'
  }

  /** What is wrong with one field, in words for the person. */
  reasonFor(field: string): string | undefined {
    return this.body.errors?.find((error) => error.field === field)?.reason
  }
}

/** No answer came: the network is away, or the server is. The command may or may not have been carried out. */
export class Unreachable extends Error {
  constructor(cause?: unknown) {
    super('No connection to the server', { cause })
    this.name = 'Unreachable'
  }
}

/** Whether somebody else had written the same, so that whoever did it has been told and asked already. */
export function isAsked(error: unknown): boolean {
  return error instanceof Refusal && error.body.isAsked === true
}

/** Whole sentences for a toast or a line, whatever went wrong. */
export function inWords(error: unknown): string {
  if (error instanceof Refusal) {
    const { title, errors, detail } = error.body
    // What is told of just this case says more than the title of all such cases.
    if (typeof detail === 'string') return `${detail}.`
    const [first] = errors ?? []
    // A refusal that blames one field says the same of it as of the whole.
    return `${first && first.reason !== title ? `${title}: ${first.reason}` : title}.`
  }
  if (error instanceof Unreachable) return 'No connection to the server. Check the network and try again.'
  return 'Something went wrong. Try again.'
}
