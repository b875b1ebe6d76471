import { beforeAll, expect, it } from 'vitest'
import { aCompany, type Company } from './actors'
import { type Answer, as } from './app'

type Who = 'nobody' | 'sales_rep' | 'manager' | 'org_admin'

interface Request {
  readonly path: string
  readonly body?: unknown
}

/**
 * A table of who may call a route, each cell a test of its own against the real Worker. Whatever it answers, it keeps
 * to its budget: one round trip to the database for a query, two for a command.
 */
export function forEachRole(
  route: string,
  expected: Readonly<Record<Who, number>>,
  ask: (company: Company) => Request | Promise<Request> = () => ({ path: pathOf(route) }),
): void {
  let company: Company
  beforeAll(async () => {
    company = await aCompany()
  })
  it.each(Object.entries(expected) as [Who, number][])(`${route} answers %s %i`, async (who, status) => {
    const person = { nobody: null, sales_rep: company.rep, manager: company.manager, org_admin: company.admin }[who]
    const { path, body } = await ask(company)
    const answer = await send(as(person), route.split(' ')[0] ?? '', path, body)
    expect({ route, who, status: answer.status }).toEqual({ route, who, status })
    expect(answer.roundTrips).toBeLessThanOrEqual(route.startsWith('GET ') ? 1 : 2)
  })
}

function pathOf(route: string): string {
  return route.split(' ')[1] ?? ''
}

function send(caller: ReturnType<typeof as>, method: string, path: string, body: unknown): Promise<Answer<unknown>> {
  switch (method) {
    case 'GET':
      return caller.get(path)
    case 'POST':
      return caller.post(path, body)
    case 'PATCH':
      return caller.patch(path, body)
    case 'PUT':
      return caller.put(path, body)
    case 'DELETE':
      return caller.delete(path)
    default:
      throw new Error(`no such method: ${method}`)
  }
}
