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
  private readonly base = new Map<string, Row>()
  private pending: readonly PendingOperation<Row>[] = []

  private readonly changed: (id: string, row: Row | undefined) => void

  constructor(changed: (id: string, row: Row | undefined) => void) {
    this.changed = changed
  }

  get(id: string): Row | undefined {
    return this.seen(id)
  }

  /** The rows as the server told them: what is kept on disk. */
  baseRows(): readonly Row[] {
    return [...this.base.values()]
  }

  /** The rows there are to see, those among them that the server does not know of yet. */
  ids(): ReadonlySet<string> {
    return new Set([...this.base.keys(), ...this.pending.flatMap(({ patches }) => patches.map(({ id }) => id))])
  }

  /** Replaces everything the server told; pending operations stay on top. */
  replaceAll(rows: readonly Row[]): void {
    const before = new Set(this.base.keys())
    this.base.clear()
    for (const row of rows) {
      this.base.set(row.id, row)
      before.delete(row.id)
    }
    for (const row of rows) this.tell(row.id)
    for (const id of before) this.tell(id)
  }

  put(row: Row): void {
    this.base.set(row.id, row)
    this.tell(row.id)
  }

  remove(id: string): void {
    if (this.base.delete(id)) this.tell(id)
  }

  begin(operation: PendingOperation<Row>): void {
    this.pending = [...this.pending, operation]
    for (const { id } of operation.patches) this.tell(id)
  }

  /** Ends an operation: with the server's rows when it was carried out, without when it was refused. */
  end(operationId: string, rows: readonly Row[] = []): void {
    const operation = this.pending.find((one) => one.operationId === operationId)
    this.pending = this.pending.filter((one) => one !== operation)
    for (const row of rows) this.base.set(row.id, row)
    const ids = new Set([...(operation?.patches.map(({ id }) => id) ?? []), ...rows.map(({ id }) => id)])
    for (const id of ids) this.tell(id)
  }

  isPending(id: string): boolean {
    return this.pending.some(({ patches }) => patches.some((patch) => patch.id === id))
  }

  private seen(id: string): Row | undefined {
    let row = this.base.get(id)
    for (const { patches } of this.pending) for (const patch of patches) if (patch.id === id) row = patch.apply(row)
    return row
  }

  private tell(id: string): void {
    this.changed(id, this.seen(id))
  }
}
