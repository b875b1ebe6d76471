import { call } from '../api/client'
import type { Operation } from './operation'

/** Sends one operation; its id makes a second sending harmless. A file goes as it is, what it is called beside it. */
export function send({ method, path, id, file }: Operation, body: unknown): Promise<unknown> {
  const options = file
    ? { query: body as Record<string, string>, file: { body: file, type: 'application/octet-stream' } }
    : body !== undefined && { body }
  return call(method, path, { ...options, operationId: id })
}
