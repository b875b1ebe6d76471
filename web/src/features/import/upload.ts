import type { ImportDetail } from '../../../../worker/sales/contract'
import { type ProblemBody, Refusal, Unreachable } from '../../api/problems'

/**
 * Sends a file and says how much of it has gone: `fetch` cannot tell, so this is the one request that does not go through
 * the client.
 */
export function uploadFile(file: File, onProgress: (share: number) => void): Promise<ImportDetail> {
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
    request.send(file)
  })
}
