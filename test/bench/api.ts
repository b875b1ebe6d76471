import { type BigCompany, bigCompany, type SignedIn } from './big-company'
import { type BenchOptions, type Figure, figure, median, quantile } from './figure'
import { type Call, type Load, load } from './load'
import { startFloor, startStack } from './stack'

export const name = 'api'

const DEALS = 100_000
const CONNECTIONS = 16
const ROUNDS = 5
const ROUND_MS = 3000
const WARM_UP_MS = 1500

/** One route of the product, and the least that answers the same question. */
interface Contest {
  readonly name: string
  readonly product: (i: number) => Call
  readonly floorName: string
  readonly floor: (i: number) => Call
  readonly hasTarget: boolean
}

/** Reads of a company with a hundred thousand deals, in turns with a bare route that asks one query in the same scope. */
export async function run({ report }: BenchOptions): Promise<Figure[]> {
  const stack = await startStack(report)
  try {
    report(`making ${DEALS} deals`)
    const company = await bigCompany(stack.db, { keys: stack.keys, origin: stack.origin, deals: DEALS })
    const floor = await startFloor(stack.db.env)
    try {
      const figures: Figure[] = []
      for (const contest of contests(company, stack.origin, floor.origin)) {
        report(contest.name)
        await company.signIn()
        figures.push(...(await measure(contest)))
      }
      return figures
    } finally {
      await floor.close()
    }
  } finally {
    await stack.close()
  }
}

function contests({ tenantId, reps, admins }: BigCompany, product: string, floor: string): Contest[] {
  const api = (people: readonly SignedIn[], path: (person: SignedIn) => string) => (i: number) => {
    const person = people[i % people.length]! // within it
    return {
      url: `${product}/api/v1/opportunities/${path(person)}`,
      headers: { authorization: `Bearer ${person.token}` },
    }
  }
  const bare = (people: readonly SignedIn[], kind: 'deal' | 'deals', last: (person: SignedIn) => string | number) => {
    return (i: number) => {
      const person = people[i % people.length]! // within it
      return {
        url: `${floor}/api/${kind}/${tenantId}/${person.userId}/${person.sessionId}/${person.accessVersion}/${last(person)}`,
      }
    }
  }
  const rows = 150 // what a board of three columns shows
  return [
    {
      name: 'opportunity',
      product: api(reps, ({ dealId }) => dealId),
      floorName: 'bare route, the deal by its id',
      floor: bare(reps, 'deal', ({ dealId }) => dealId),
      hasTarget: true,
    },
    {
      name: 'board of a rep',
      product: api(reps, () => 'board'),
      floorName: `bare route, ${rows} open deals`,
      floor: bare(reps, 'deals', () => rows),
      hasTarget: true,
    },
    {
      name: 'board of the company, 10,000 open deals',
      product: api(admins, () => 'board'),
      floorName: `bare route, ${rows} open deals`,
      floor: bare(admins, 'deals', () => rows),
      hasTarget: true,
    },
    {
      name: 'board of a rep, against one row',
      product: api(reps, () => 'board'),
      floorName: 'bare route, one deal by its id',
      floor: bare(reps, 'deal', ({ dealId }) => dealId),
      hasTarget: false,
    },
  ]
}

async function measure(contest: Contest): Promise<Figure[]> {
  for (const side of [contest.product, contest.floor]) await load(side, { connections: CONNECTIONS, ms: WARM_UP_MS })
  const rounds: { product: Load; floor: Load }[] = []
  for (let round = 0; round < ROUNDS; round++) {
    const go = (side: Contest['floor']) => load(side, { connections: CONNECTIONS, ms: ROUND_MS })
    // In turns, and the other one first every other time: what else the machine does meets both alike.
    if (round % 2 === 0) rounds.push({ product: await go(contest.product), floor: await go(contest.floor) })
    else {
      const floor = await go(contest.floor)
      rounds.push({ product: await go(contest.product), floor })
    }
  }
  const of = (side: 'product' | 'floor', what: (load: Load) => number) =>
    median(rounds.map((round) => what(round[side])))
  const compare = (label: string, unit: string, what: (load: Load) => number, target?: Figure['target']) =>
    figure({
      name: `${contest.name}: ${label}`,
      value: of('product', what),
      unit,
      floor: { name: contest.floorName, value: of('floor', what) },
      ...(target && contest.hasTarget && { target }),
    })
  return [
    compare('throughput', 'req/s', ({ perSecond }) => perSecond, { of: 'ratio', atLeast: 0.7 }),
    compare('p50', 'ms', ({ latenciesMs }) => quantile(latenciesMs, 0.5)),
    compare('p99', 'ms', ({ latenciesMs }) => quantile(latenciesMs, 0.99), { of: 'ratio', atMost: 2 }),
    compare('answer', 'bytes', ({ bytes }) => bytes),
  ]
}
