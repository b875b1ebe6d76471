/** What a pending command does to one row on this device until the server has answered. */
export interface Patch<Row> {
  readonly id: string
  /** Given the row as it stands (undefined when there is none), the row as the person should see it, or undefined to hide it. */
  readonly apply: (row: Row | undefined) => Row | undefined
}

export interface PendingOperation<Row> {
  readonly operationId: string
  readonly patches: readonly Patch<Row>[]
}

/**
 * Rows as the server last told them, with the pending operations applied on top, in order. Whoever listens is told
 * which rows look different, never more.
 */
export class View<Row extends { readonly id: string }> {
  private readonly bases = new Map<string, Row>()
  private pending: readonly PendingOperation<Row>[] = []

  private readonly changed: (id: string, row: Row | undefined) => void

  constructor(changed: (id: string, row: Row | undefined) => void) {
    this.changed = changed
  }

  get(id: string): Row | undefined {
    return this.seen(id)
  }

  /** The row as the server last told it. */
  base(id: string): Row | undefined {
    return this.bases.get(id)
  }

  /** The rows as the server told them: what is kept on disk. */
  baseRows(): readonly Row[] {
    return [...this.bases.values()]
  }

  /** The rows as the person sees them, those that were only begun here included. */
  rows(): Row[] {
    const ids = new Set(this.bases.keys())
    for (const { patches } of this.pending) for (const { id } of patches) ids.add(id)
    return [...ids].flatMap((id) => this.seen(id) ?? [])
  }

  /** The rows there are to see, those among them that the server does not know of yet. */
  ids(): ReadonlySet<string> {
    return new Set([...this.bases.keys(), ...this.pending.flatMap(({ patches }) => patches.map(({ id }) => id))])
  }

  /** Replaces everything the server told; pending operations stay on top. */
  replaceAll(rows: readonly Row[]): void {
    const before = new Set(this.bases.keys())
    this.bases.clear()
    for (const row of rows) {
      this.bases.set(row.id, row)
      before.delete(row.id)
    }
    for (const row of rows) this.tell(row.id)
    for (const id of before) this.tell(id)
  }

  put(row: Row): void {
    this.bases.set(row.id, row)
    this.tell(row.id)
  }

  /** Answers whether there was one. */
  remove(id: string): boolean {
    const was = this.bases.delete(id)
    if (was) this.tell(id)
    return was
  }

  /** Begun twice it is begun once: what was shown at once is read from the disk again. */
  begin(operation: PendingOperation<Row>): void {
    if (this.pending.some((one) => one.operationId === operation.operationId)) return
    this.pending = [...this.pending, operation]
    for (const { id } of operation.patches) this.tell(id)
  }

  /** Ends an operation: with the server's rows when it was carried out, without when it was refused. */
  end(operationId: string, rows: readonly Row[] = []): void {
    const operation = this.pending.find((one) => one.operationId === operationId)
    this.pending = this.pending.filter((one) => one !== operation)
    for (const row of rows) this.bases.set(row.id, row)
    const ids = new Set([...(operation?.patches.map(({ id }) => id) ?? []), ...rows.map(({ id }) => id)])
    for (const id of ids) this.tell(id)
  }

  isPending(id: string): boolean {
    return this.pending.some(({ patches }) => patches.some((patch) => patch.id === id))
  }

  private seen(id: string): Row | undefined {
    let row = this.bases.get(id)
    for (const { patches } of this.pending) for (const patch of patches) if (patch.id === id) row = patch.apply(row)
    return row
  }

  private tell(id: string): void {
    this.changed(id, this.seen(id))
  }
}
