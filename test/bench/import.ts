import { setTimeout as wait } from 'node:timers/promises'
import pg from 'pg'
import type { ImportDetail, ImportRun } from '../../worker/sales/contract'
import { type BenchOptions, type Figure, figure, median } from './figure'
import { watchHeap } from './heap'
import { type ImportFile, importFiles } from './import-file'
import { insertDeals } from './import-floor'
import { forgetPeak, peakMb, residentMb, runtimePids } from './memory'
import { type Stack, startStack } from './stack'

export const name = 'import'

const ROUNDS = 3
const WANTED_ROWS_A_SECOND = 5000
const WANTED_MB = 128

interface Round {
  readonly rows: number
  readonly created: number
  readonly uploadMs: number
  readonly previewMs: number
  /** From the first byte sent to the last row taken; what a person looks at in between is measured apart. */
  readonly wholeMs: number
  readonly againMs: number
  readonly floorMs: number
  readonly heapMb: number
  readonly idleMb: number
  readonly peakMb: number
}

/** A company's whole pipeline, uploaded and taken, in turns with the least a database needs for the same rows. */
export async function run({ report, data }: BenchOptions): Promise<Figure[]> {
  const figures: Figure[] = []
  for (const file of importFiles(data)) {
    const rounds: Round[] = []
    for (let round = 0; round < ROUNDS; round++) rounds.push(await measure(file, report))
    figures.push(...compare(file, rounds))
  }
  return figures
}

function compare({ name: file }: ImportFile, rounds: readonly Round[]): Figure[] {
  const of = (what: (round: Round) => number) => median(rounds.map(what))
  const rate = of(({ rows, wholeMs }) => rows / (wholeMs / 1000))
  const floor = of(({ created, floorMs }) => created / (floorMs / 1000))
  return [
    figure({
      name: `${file}: rows taken, from the first byte sent to the last one done`,
      value: rate,
      unit: 'rows/s',
      floor: { name: 'the deals alone by multi-row INSERT', value: floor },
      target: { of: 'value', atLeast: WANTED_ROWS_A_SECOND },
    }),
    figure({
      name: `${file}: the same again`,
      value: of(({ rows, againMs }) => rows / (againMs / 1000)),
      unit: 'rows/s',
    }),
    figure({ name: `${file}: uploaded and understood`, value: of(({ uploadMs }) => uploadMs), unit: 'ms' }),
    figure({ name: `${file}: previewed`, value: of(({ previewMs }) => previewMs), unit: 'ms' }),
    figure({
      name: `${file}: memory of the Worker, at most`,
      value: Math.max(...rounds.map(({ heapMb }) => heapMb)),
      unit: 'MB',
      target: { of: 'value', atMost: WANTED_MB },
    }),
    figure({
      name: `${file}: memory of the whole local runtime, at most`,
      value: Math.max(...rounds.map(({ peakMb }) => peakMb)),
      unit: 'MB',
      floor: { name: 'idle', value: of(({ idleMb }) => idleMb) },
    }),
  ]
}

/** Every round has a runtime and a database of its own: the model that trains after an import must not meet the next. */
async function measure(file: ImportFile, report: (line: string) => void): Promise<Round> {
  const stack = await startStack(report)
  try {
    const call = await signUp(stack)
    const pids = runtimePids()
    const idleMb = residentMb(pids)
    forgetPeak(pids)
    const heap = await watchHeap(stack.inspector)

    report(`importing ${file.name}`)
    const uploadAt = performance.now()
    const uploaded = await call<ImportDetail>('POST', `/imports?name=${file.name}`, file.bytes)
    const uploadMs = performance.now() - uploadAt
    const previewMs = await previewOf(call, uploaded)
    const first = await importOf(call, uploaded)
    const [peak, heapMb] = [peakMb(pids), heap.takePeakMb()]
    await heap.stop()

    report('waiting for its model, which would be in the way')
    await untilNothingIsPromised(stack)
    report('the same rows by INSERT')
    const pool = new pg.Pool({ connectionString: stack.ownerUrl, max: 1 })
    const floor = await insertDeals(pool, first.run.createdBy)
    await pool.end()

    report(`importing ${file.name} again`)
    const again = await importOf(call, await call<ImportDetail>('POST', `/imports?name=${file.name}`, file.bytes))
    if (again.run.rowsCreated + again.run.rowsUpdated > 0) throw new Error('the same file changed something')
    return {
      rows: first.run.rowsRead,
      created: floor.rows,
      uploadMs,
      previewMs,
      wholeMs: uploadMs + first.ms,
      againMs: again.ms,
      floorMs: floor.ms,
      heapMb,
      idleMb,
      peakMb: peak,
    }
  } finally {
    await stack.close()
  }
}

async function untilNothingIsPromised({ db }: Stack): Promise<void> {
  while ((await db.query('select from jobs where finished_at is null')).length > 0) await wait(500)
}

type Call = <Body>(method: string, path: string, body?: unknown) => Promise<Body>

async function signUp({ origin }: Stack): Promise<Call> {
  let token = ''
  const call: Call = async <Body>(method: string, path: string, body?: unknown) => {
    const isFile = body instanceof Buffer
    const response = await fetch(`${origin}/api/v1${path}`, {
      method,
      headers: {
        'content-type': isFile ? 'text/csv' : 'application/json',
        ...(token && { authorization: `Bearer ${token}` }),
      },
      ...(body !== undefined && { body: isFile ? new Uint8Array(body) : JSON.stringify(body) }),
    })
    const text = await response.text()
    if (!response.ok) throw new Error(`${method} ${path} answers ${response.status}: ${text.slice(0, 500)}`)
    return JSON.parse(text) as Body
  }
  const who = { company: 'Bench', name: 'Bea Bench', email: 'bea@bench.example', password: 'measure thrice, saw once' }
  const signedIn = await call<{ accessToken: string }>('POST', '/auth/sign-up', { ...who, token: true })
  token = signedIn.accessToken
  return call
}

/** What the page asks for to show what will become of the first rows. */
async function previewOf(call: Call, { run, inspection }: ImportDetail): Promise<number> {
  const { dialect, mapping, conventions } = inspection
  const at = performance.now()
  await call('POST', `/imports/${run.id}/preview`, { dialect, mapping, conventions })
  return performance.now() - at
}

/** From the moment it is begun to the moment it is over, as the page that waits for it sees it. */
async function importOf(call: Call, { run, inspection }: ImportDetail): Promise<{ run: ImportRun; ms: number }> {
  const { dialect, mapping, conventions } = inspection
  const at = performance.now()
  await call('POST', `/imports/${run.id}/start`, { dialect, mapping, conventions })
  for (;;) {
    await wait(100)
    const present = await call<ImportRun>('GET', `/imports/${run.id}/progress`)
    if (present.status === 'running') continue
    if (present.status !== 'done') throw new Error(`the import is ${present.status}: ${present.failure}`)
    return { run: present, ms: performance.now() - at }
  }
}
