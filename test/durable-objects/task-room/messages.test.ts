import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  type ClientMessage,
  decodeClient,
  decodeRoom,
  encodeClient,
  encodeRoom,
  type RoomMessage,
} from '../../../durable-objects/task-room/messages'

const bytes = fc.uint8Array({ maxLength: 300 })
const number = fc.nat()
const client: fc.Arbitrary<ClientMessage> = fc.oneof(
  fc.record({ kind: fc.constant('hello' as const), version: number, stateVector: bytes }),
  fc.record({ kind: fc.constant('edit' as const), number, update: bytes }),
  fc.record({ kind: fc.constant('presence' as const), update: bytes }),
)
const room: fc.Arbitrary<RoomMessage> = fc.oneof(
  fc.record({ kind: fc.constant('state' as const), mayEdit: fc.boolean(), stateVector: bytes, update: bytes }),
  fc.record({ kind: fc.constantFrom('edit' as const, 'presence' as const), update: bytes }),
  fc.record({ kind: fc.constant('kept' as const), number }),
  fc.record({
    kind: fc.constant('refused' as const),
    number,
    because: fc.constantFrom('read_only' as const, 'too_long' as const, 'not_understood' as const),
  }),
  fc.record({ kind: fc.constant('rights' as const), mayEdit: fc.boolean() }),
)

describe('what a client and a room say to each other', () => {
  it('arrives as it was said', () => {
    fc.assert(fc.property(client, (said) => void expect(decodeClient(encodeClient(said))).toEqual(said)))
    fc.assert(fc.property(room, (said) => void expect(decodeRoom(encodeRoom(said))).toEqual(said)))
  })

  it('is nothing when it is cut short, goes on too long, or is no message at all', () => {
    fc.assert(
      fc.property(client, fc.nat(), (said, at) => {
        const whole = encodeClient(said)
        expect(decodeClient(whole.subarray(0, at % whole.length))).toBeNull()
        expect(decodeClient(new Uint8Array([...whole, 0]))).toBeNull()
      }),
    )
    fc.assert(fc.property(bytes, (noise) => void decodeClient(noise)))
    fc.assert(fc.property(bytes, (noise) => void decodeRoom(noise)))
    expect(decodeClient(new Uint8Array([9]))).toBeNull()
    expect(decodeRoom(new Uint8Array([9]))).toBeNull()
  })
})
