import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { unstable_readConfig } from 'wrangler'

const config = fileURLToPath(new URL('../../wrangler.toml', import.meta.url))

interface Queues {
  readonly producers: readonly { readonly queue: string }[]
  readonly consumers: readonly { readonly queue: string; readonly dead_letter_queue?: string }[]
}

describe.each([undefined, 'production'])('the queues of %s', (env) => {
  const { producers, consumers } = unstable_readConfig({ config, env }).queues as Queues
  const taken = consumers.map(({ queue }) => queue).toSorted()
  const dead = consumers.flatMap(({ dead_letter_queue }) => dead_letter_queue ?? []).toSorted()

  it('are each taken from, also where what failed every time ends up', () => {
    expect(dead).toHaveLength(producers.length)
    expect(taken).toEqual([...producers.map(({ queue }) => queue), ...dead].toSorted())
  })

  it('are told apart by name: those of dead letters end so, and no other', () => {
    expect(taken.filter((name) => name.endsWith('-dead'))).toEqual(dead)
  })
})
