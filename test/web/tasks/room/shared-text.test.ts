import { beforeEach, describe, expect, it } from 'vitest'
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

  it('says where somebody is once the room has greeted them, however early they are there', async () => {
    const kofi = await deviceOf('kofi').openTab()
    await clock.pass(MOMENT)
    const ada = await deviceOf('ada').openTab()
    // Clicked into the text that the device has, while its room still fetches what there is.
    ada.shared.present.set({ typing: 'comment' })
    await clock.pass(MOMENT)
    expect(room.tooSoon).toBe(0)
    expect([...kofi.others.values()]).toEqual([{ typing: 'comment' }])
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

  it('brings it back also when it was nothing but a removal of which the answer was lost', async () => {
    const ada = await deviceOf('ada').openTab()
    await clock.pass(MOMENT)
    room.losesAnswers = 1
    ada.erase(0, 8)
    await clock.pass(A_WHILE)
    expect([room.text, ada.state.own]).toEqual(['the doors.', 'sent'])
    ada.shared.undo.undo()
    await clock.pass(MOMENT)
    expect([ada.text, room.text]).toEqual(Array(2).fill('Measure the doors.'))
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
