import { and, eq } from 'drizzle-orm'
import { expect, it } from 'vitest'
import { jobs } from '../../drizzle/schema'
import { promiseScores } from '../../queues/score-everything'
import { aCompany, type Company, owner } from '../support/actors'
import { envNamed, failNext } from '../support/imports'

const promisedTo = ({ tenantId }: Company) =>
  owner()
    .select()
    .from(jobs)
    .where(and(eq(jobs.tenantId, tenantId), eq(jobs.dedupeKey, 'nightly')))

it('has the deals of all companies scored in the night but of one for which that fails, and says that it did', async () => {
  const [first, second] = [await aCompany(), await aCompany()]
  await failNext('nightly', 1, 'refuse')
  const promised = promiseScores(envNamed('nightly'), [first.tenantId, second.tenantId])
  await expect(promised).rejects.toBeInstanceOf(AggregateError)
  expect(await promisedTo(first)).toHaveLength(0)
  expect(await promisedTo(second)).toHaveLength(1)
})
