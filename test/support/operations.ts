import { type Operation, SCHEMA } from '../../web/src/sync/operation'

export function anOperation(id: string, given: Partial<Operation> = {}): Operation {
  return {
    id,
    what: `Do ${id}`,
    method: 'POST',
    path: '/somewhere',
    effects: [],
    schema: SCHEMA,
    at: '2026-11-29T10:00:00.000Z',
    after: [],
    state: 'waiting',
    ...given,
  }
}
