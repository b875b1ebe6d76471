import type { ImportDetail } from '../../../../worker/sales/contract'
import { MAX_CSV_BYTES } from '../../../../worker/sales/domain/csv/limits'
import { refusalInWords } from '../../../../worker/sales/domain/csv/refusals'
import { call } from '../../api/client'
import { type ProblemBody, Refusal, Unreachable } from '../../api/problems'

/** Why a file is not worth sending; what else is wrong with it only reading it shows. */
export function refusalOf(file: Pick<File, 'size'>): string | undefined {
  if (file.size === 0) return refusalInWords({ kind: 'empty_file' })
  if (file.size > MAX_CSV_BYTES) return refusalInWords({ kind: 'file_too_large', limitBytes: MAX_CSV_BYTES })
  return undefined
}

// What an upload brought, for the screen it leads to: asking for it again would take a moment.
let fresh: ImportDetail | undefined

export function takeFresh(id: string): ImportDetail | undefined {
  const taken = fresh?.run.id === id ? fresh : undefined
  fresh = undefined
  return taken
}

/** Sends a file and says how much of it has gone. A session that has run out is renewed, and the file sent again. */
export async function uploadFile(
  file: File,
  onProgress: (share: number) => void,
  signal: AbortSignal,
): Promise<ImportDetail> {
  try {
    fresh = await send(file, onProgress, signal)
  } catch (error) {
    if (!(error instanceof Refusal && error.body.status === 401)) throw error
    await call('GET', '/me', { signal })
    fresh = await send(file, onProgress, signal)
  }
  return fresh
}

// `fetch` cannot tell how far it is, so this is the one request that does not go through the client.
function send(file: File, onProgress: (share: number) => void, signal: AbortSignal): Promise<ImportDetail> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    request.open('POST', `/api/v1/imports?name=${encodeURIComponent(file.name)}`)
    request.setRequestHeader('content-type', file.name.endsWith('.gz') ? 'application/gzip' : 'text/csv')
    request.responseType = 'json'
    request.upload.onprogress = ({ loaded, total }) => onProgress(total === 0 ? 0 : loaded / total)
    request.onload = () => {
      const body = request.response as ImportDetail | ProblemBody | null
      if (request.status === 201 && body) resolve(body as ImportDetail)
      else if (body && 'kind' in body) reject(new Refusal(body))
      else reject(new Unreachable())
    }
    request.onerror = () => reject(new Unreachable())
    request.onabort = () => reject(signal.reason)
    signal.addEventListener('abort', () => request.abort(), { once: true })
    request.send(file)
  })
}
