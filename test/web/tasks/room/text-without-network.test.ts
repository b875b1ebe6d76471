import { beforeEach, describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { Clock, PlainRoom, TASK, TextDevice } from '../../../support/text-world'

const MOMENT = 1000 // enough for a few answers and for what settles after them
const A_WHILE = 60_000 // longer than the longest pause before a line is taken up again

let clock: Clock
let room: PlainRoom
const deviceOf = (person: string) => new TextDevice(person, room, clock)

beforeEach(() => {
  clock = new Clock()
  room = new PlainRoom(clock)
  room.write(0, 'Measure the doors.')
})

describe('without a network', () => {
  it('keeps what is written on the device before it calls it kept', async () => {
    const device = deviceOf('ada')
    const tab = await device.openTab()
    await clock.pass(MOMENT)
    room.cut()
    tab.write(0, 'Monday. ')
    expect(tab.state.own).toBe('unkept')
    await clock.pass(MOMENT * 3)
    expect(tab.state).toMatchObject({ own: 'kept', line: 'unreachable' })
    expect(device.keeper.mine.size).toBe(1)
  })

  it('opens the last known text after a crash, with what was written, and brings it to the room when it can', async () => {
    const device = deviceOf('ada')
    const first = await device.openTab()
    await clock.pass(MOMENT)
    room.cut()
    first.write(0, 'Monday. ')
    await clock.pass(MOMENT)
    first.kill()
    const second = await device.openTab()
    expect(second.text).toBe('Monday. Measure the doors.')
    second.write(0, 'On ')
    await clock.pass(MOMENT)
    expect(second.state.own).toBe('kept')
    room.write(18, ' Bring a lamp.')
    room.isCut = false
    await clock.pass(A_WHILE)
    expect([room.text, second.text]).toEqual(Array(2).fill('On Monday. Measure the doors. Bring a lamp.'))
    expect(second.state.own).toBe('sent')
    expect(device.keeper.mine.size).toBe(0)
  })

  it('sends once more what may not have arrived, and has it in the text once', async () => {
    const device = deviceOf('ada')
    const tab = await device.openTab()
    await clock.pass(MOMENT)
    room.losesAnswers = 1
    tab.write(0, 'Monday. ')
    await clock.pass(A_WHILE)
    expect([room.text, tab.text]).toEqual(Array(2).fill('Monday. Measure the doors.'))
    expect(tab.state.own).toBe('sent')
    expect(device.keeper.mine.size).toBe(0)
  })

  it('keeps on the device what was sent and is not answered', async () => {
    const device = deviceOf('ada')
    const tab = await device.openTab()
    await clock.pass(MOMENT)
    room.cut()
    tab.write(0, 'Monday. ')
    room.isCut = false
    room.isDeaf = true
    await clock.pass(A_WHILE)
    expect([tab.state.own, device.keeper.mine.size]).toEqual(['sending', 1])
    tab.kill()
    room.isDeaf = false
    const next = await device.openTab()
    expect(next.state.own).toBe('kept')
    await clock.pass(MOMENT)
    expect(room.text).toBe('Monday. Measure the doors.')
  })

  it('shares what is written among the tabs of a device, and each of them can bring it to the room', async () => {
    const device = deviceOf('ada')
    const [one, two] = [await device.openTab(), await device.openTab()]
    await clock.pass(MOMENT)
    room.cut()
    one.write(0, 'Monday. ')
    await clock.pass(MOMENT)
    expect(two.text).toBe('Monday. Measure the doors.')
    two.write(0, 'On ')
    await clock.pass(MOMENT)
    one.kill()
    room.isCut = false
    await clock.pass(A_WHILE)
    expect(room.text).toBe('On Monday. Measure the doors.')
    expect(device.keeper.mine.size).toBe(0)
  })

  it('says plainly that a full device keeps nothing, and still brings it to the room', async () => {
    const device = deviceOf('ada')
    device.keeper.isFull = true
    const tab = await device.openTab()
    await clock.pass(MOMENT)
    room.cut()
    tab.write(0, 'Monday. ')
    await clock.pass(MOMENT)
    expect(tab.state.own).toBe('unkept')
    room.isCut = false
    await clock.pass(A_WHILE)
    expect([room.text, tab.state.own]).toEqual(['Monday. Measure the doors.', 'sent'])
  })
})

describe('what was sent in the background', () => {
  it('is in the text that is kept, and no longer beside it, once the text was open', async () => {
    const device = deviceOf('ada')
    const before = await device.openTab()
    await clock.pass(MOMENT)
    room.cut()
    before.write(0, 'Monday. ')
    await clock.pass(MOMENT)
    before.kill()
    // What the tab wrote down of the text is older.
    device.keeper.texts.clear()
    device.keeper.fetched.set(TASK, Y.encodeStateAsUpdate(room.doc))
    device.keeper.sentAlone = [...device.keeper.mine.values()]
    device.keeper.mine.clear()
    const after = await device.openTab()
    expect(after.text).toBe('Monday. Measure the doors.')
    await clock.pass(MOMENT)
    expect(device.keeper.sentAlone).toEqual([])
    after.kill()
    const later = await device.openTab()
    expect(later.text).toBe('Monday. Measure the doors.')
  })
})

describe('a text that was never opened on a device', () => {
  it('is written without a network where it was brought before, and stands in the room once', async () => {
    const device = deviceOf('ada')
    device.keeper.fetched.set(TASK, Y.encodeStateAsUpdate(room.doc))
    room.cut()
    const ada = await device.openTab()
    await clock.pass(MOMENT)
    expect([ada.text, ada.state.isKnown]).toEqual(['Measure the doors.', true])
    ada.write(18, ' Twice.')
    room.write(0, 'Monday: ')
    await clock.pass(MOMENT)
    room.isCut = false
    await clock.pass(A_WHILE)
    expect([ada.text, room.text]).toEqual(Array(2).fill('Monday: Measure the doors. Twice.'))
  })

  it('is written where the task is known to say nothing, and what others wrote meanwhile stands beside it', async () => {
    room.cut()
    const ada = await deviceOf('ada').openTab('empty')
    ada.write(0, 'Bring a lamp.')
    await clock.pass(MOMENT)
    expect(ada.state).toMatchObject({ isKnown: true, own: 'kept' })
    room.isCut = false
    await clock.pass(A_WHILE)
    expect(['Bring a lamp.Measure the doors.', 'Measure the doors.Bring a lamp.']).toContain(room.text)
    expect(ada.text).toBe(room.text)
  })

  it('is not to be written where nothing is known of it', async () => {
    room.cut()
    const ada = await deviceOf('ada').openTab()
    await clock.pass(MOMENT)
    expect(ada.state.isKnown).toBe(false)
  })
})
