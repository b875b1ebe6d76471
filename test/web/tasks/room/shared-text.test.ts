import { beforeEach, describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { MAX_DESCRIPTION } from '../../../../durable-objects/task-room/messages'
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

describe('a text that several people write', () => {
  it('shows each of them what the others write, and says when the room has it', async () => {
    const [ada, kofi] = [await deviceOf('ada').openTab(), await deviceOf('kofi').openTab()]
    await clock.pass(MOMENT)
    expect([ada.text, ada.state]).toEqual([
      'Measure the doors.',
      { line: 'live', isKnown: true, mayEdit: true, own: 'sent', ended: undefined },
    ])
    ada.write(18, ' Bring a lamp.')
    expect(ada.state.own).toBe('sending')
    await clock.pass(MOMENT)
    expect(kofi.text).toBe('Measure the doors. Bring a lamp.')
    expect(ada.state.own).toBe('sent')
  })

  it('tells who is there, and that they are not when the line is cut', async () => {
    const [ada, kofi] = [await deviceOf('ada').openTab(), await deviceOf('kofi').openTab()]
    await clock.pass(MOMENT)
    kofi.shared.present.set({ typing: 'comment' })
    await clock.pass(MOMENT)
    expect([...ada.others.values()]).toEqual([{ typing: 'comment' }])
    room.cut()
    expect([...ada.others.values()]).toEqual([])
  })

  it('says nothing to the room while nobody does anything', async () => {
    await deviceOf('ada').openTab()
    await clock.pass(A_WHILE * 10)
    expect(room.edits).toBe(0)
  })

  it('undoes what one wrote oneself and nothing that others did', async () => {
    const [ada, kofi] = [await deviceOf('ada').openTab(), await deviceOf('kofi').openTab()]
    await clock.pass(MOMENT)
    ada.write(0, 'Today: ')
    await clock.pass(MOMENT)
    kofi.write(25, ' All twelve.')
    await clock.pass(MOMENT)
    ada.shared.undo.undo()
    await clock.pass(MOMENT)
    expect([ada.text, kofi.text, room.text]).toEqual(Array(3).fill('Measure the doors. All twelve.'))
    kofi.shared.undo.undo()
    await clock.pass(MOMENT)
    expect(room.text).toBe('Measure the doors.')
    ada.shared.undo.redo()
    kofi.shared.undo.redo()
    await clock.pass(MOMENT)
    expect(room.text).toBe('Today: Measure the doors. All twelve.')
  })

  it.each(['while both are there', 'while one of them is away'])(
    'never brings back by undo what somebody else has deleted too, %s',
    async (when) => {
      const [ada, kofi] = [await deviceOf('ada').openTab(), await deviceOf('kofi').openTab()]
      await clock.pass(MOMENT)
      if (when === 'while one of them is away') room.cut()
      ada.erase(0, 8)
      ada.write(0, 'Paint ')
      if (when === 'while one of them is away') {
        room.isCut = false
        room.erase(0, 8)
      } else kofi.erase(0, 8)
      await clock.pass(A_WHILE)
      expect(room.text).toBe('Paint the doors.')
      ada.shared.undo.undo()
      ada.shared.undo.undo()
      await clock.pass(MOMENT)
      expect([ada.text, room.text]).toEqual(['the doors.', 'the doors.'])
    },
  )

  it('still brings back by undo what only oneself has deleted, also when others come back who know of it', async () => {
    const [ada, kofi] = [await deviceOf('ada').openTab(), await deviceOf('kofi').openTab()]
    await clock.pass(MOMENT)
    ada.erase(0, 8)
    await clock.pass(MOMENT)
    room.drop()
    kofi.write(0, ' ')
    kofi.erase(0, 1)
    await clock.pass(A_WHILE)
    ada.shared.undo.undo()
    await clock.pass(MOMENT)
    expect(room.text).toBe('Measure the doors.')
  })

  it('brings back by undo what oneself has deleted also when the room had it and its answer was lost', async () => {
    const ada = await deviceOf('ada').openTab()
    await clock.pass(MOMENT)
    room.losesAnswers = 1
    ada.shared.doc.transact(() => {
      ada.erase(0, 7)
      ada.write(0, 'Paint')
    }, 'typed')
    await clock.pass(A_WHILE)
    expect(room.text).toBe('Paint the doors.')
    ada.shared.undo.undo()
    await clock.pass(MOMENT)
    expect([ada.text, room.text]).toEqual(Array(2).fill('Measure the doors.'))
  })
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

describe('what is not taken', () => {
  it('is kept for its author in every word, and leaves the text', async () => {
    const device = deviceOf('ada')
    const [tab, other] = [await device.openTab(), await device.openTab()]
    await clock.pass(MOMENT)
    room.cut()
    tab.write(0, 'Monday. ')
    await clock.pass(MOMENT)
    room.mayEdit = false
    room.isCut = false
    await clock.pass(A_WHILE)
    expect([tab.text, other.text, room.text]).toEqual(Array(3).fill('Measure the doors.'))
    expect([...device.keeper.notTaken.values()]).toEqual([
      expect.objectContaining({
        taskId: TASK,
        title: 'Site survey',
        because: 'read_only',
        words: 'Monday. Measure the doors.',
      }),
    ])
    expect(device.keeper.mine.size).toBe(0)
    expect(tab.state).toMatchObject({ mayEdit: false, own: 'sent', line: 'live' })
  })

  it('is refused by the room when two long texts come together', async () => {
    const device = deviceOf('ada')
    const tab = await device.openTab()
    await clock.pass(MOMENT)
    room.cut()
    tab.write(0, 'a'.repeat(MAX_DESCRIPTION - 30))
    room.write(0, 'b'.repeat(MAX_DESCRIPTION - 30))
    room.isCut = false
    await clock.pass(A_WHILE)
    expect(tab.refused).toEqual([expect.objectContaining({ because: 'too_long' })])
    expect([tab.text, tab.state.own]).toEqual([room.text, 'sent'])
  })

  it('is only what they wrote themselves once somebody may not see the task any more, and the copy is gone', async () => {
    const device = deviceOf('ada')
    const before = await device.openTab()
    await clock.pass(MOMENT)
    room.cut()
    before.write(8, 'all ')
    before.write(0, 'Monday: ')
    await clock.pass(MOMENT)
    before.kill()
    const tab = await device.openTab()
    room.members.delete('ada')
    room.isCut = false
    await clock.pass(A_WHILE)
    expect(tab.state).toMatchObject({ ended: 'access_lost', isKnown: false })
    expect(tab.text).toBe('')
    expect([...device.keeper.notTaken.values()]).toEqual([
      expect.objectContaining({ because: 'access_lost', words: 'Monday:  … all ' }),
    ])
    expect(device.keeper.texts.size).toBe(0)
  })

  it('is nothing when somebody who only read is shut out: the text goes at once', async () => {
    const device = deviceOf('ada')
    const tab = await device.openTab()
    await clock.pass(MOMENT)
    room.hangUp('ada', 'access_lost')
    await clock.pass(0)
    expect(tab.text).toBe('')
    expect(device.keeper.texts.size + device.keeper.notTaken.size).toBe(0)
  })

  it('waits on the device for a newer app where this one is too old for the room', async () => {
    const device = deviceOf('ada')
    const tab = await device.openTab()
    await clock.pass(MOMENT)
    tab.write(0, 'Monday. ')
    room.hangUp('ada', 'not_understood')
    await clock.pass(A_WHILE)
    expect(tab.state).toMatchObject({ ended: 'not_understood', own: 'kept' })
    expect(device.keeper.mine.size).toBe(1)
  })
})
