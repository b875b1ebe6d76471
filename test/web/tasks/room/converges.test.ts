import fc from 'fast-check'
import { expect, it } from 'vitest'
import { Clock, PlainRoom, TextDevice, type TextTab } from '../../../support/text-world'

const A_WHILE = 200_000 // longer than all the pauses before a line is taken up again

type Step =
  | { readonly do: 'write' | 'erase' | 'undo' | 'redo'; readonly who: number; readonly at: number }
  | { readonly do: 'kill' | 'open'; readonly who: number }
  | { readonly do: 'cut' | 'mend' | 'drop' | 'lose answer' }
  | { readonly do: 'wait'; readonly ms: number }

const who = fc.nat(2)
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({ do: fc.constantFrom('write', 'erase', 'undo', 'redo'), who, at: fc.nat(1000) }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constantFrom('kill', 'open'), who }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constantFrom('cut', 'mend', 'drop', 'lose answer') }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('wait'), ms: fc.constantFrom(0, 5, 25, 700, 3000) }) },
)

it('ends alike for everybody and loses nothing that was kept, whatever happens to lines and tabs', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 80 }), async (steps) => {
      const clock = new Clock()
      const room = new PlainRoom(clock)
      room.write(0, 'Site survey')
      const devices = ['ada', 'kofi', 'yuki'].map((person) => new TextDevice(person, room, clock))
      const tabs: TextTab[] = []
      for (const device of devices) tabs.push(await device.openTab())
      let letters = 0
      const written = new Map<string, TextTab>()
      const erased = new Set<string>()
      const lost = new Set<string>()

      for (const one of steps) {
        const device = 'who' in one ? devices[one.who] : undefined
        const open = [...(device?.tabs ?? [])]
        const tab = 'at' in one ? open[one.at % open.length] : open[0]
        const length = tab?.text.length ?? 0
        switch (one.do) {
          case 'write': {
            if (!tab) break
            // Each from a script of its own, so that each is found again.
            const letter = String.fromCodePoint(0x4e00 + letters++)
            tab.write(one.at % (length + 1), letter)
            written.set(letter, tab)
            break
          }
          case 'erase':
            if (!tab || length === 0) break
            erased.add(tab.text.charAt(one.at % length))
            tab.erase(one.at % length, 1)
            break
          case 'undo':
          case 'redo': {
            if (!tab) break
            const before = tab.text
            tab.shared.undo[one.do]()
            for (const letter of before) if (!tab.text.includes(letter)) erased.add(letter)
            break
          }
          case 'kill':
            if (!tab) break
            // What was neither on the disk nor with the room is what a crash may take.
            if (tab.state.own === 'unkept' || tab.state.own === 'sending')
              for (const [letter, by] of written) if (by === tab && !room.text.includes(letter)) lost.add(letter)
            tab.kill()
            break
          case 'open':
            await device?.openTab()
            break
          case 'cut':
            room.cut()
            break
          case 'mend':
            room.isCut = false
            break
          case 'drop':
            room.drop()
            break
          case 'lose answer':
            room.losesAnswers = 1
            break
          case 'wait':
            await clock.pass(one.ms)
        }
      }

      room.isCut = false
      room.losesAnswers = 0
      for (const device of devices) if (device.tabs.size === 0) await device.openTab()
      await clock.pass(A_WHILE)
      const all = devices.flatMap((device) => [...device.tabs])
      expect(all.map(({ text }) => text)).toEqual(all.map(() => room.text))
      expect(all.map(({ state }) => state.own)).toEqual(all.map(() => 'sent'))
      expect(devices.map(({ keeper }) => keeper.mine.size)).toEqual([0, 0, 0])
      for (const letter of written.keys())
        if (!erased.has(letter) && !lost.has(letter)) expect(room.text).toContain(letter)
    }),
    {
      numRuns: 150,
      // A tab was killed right after it wrote, with another one of the same person on that text.
      examples: [
        [
          [
            { do: 'open', who: 0 },
            { do: 'wait', ms: 700 },
            { do: 'write', who: 0, at: 0 },
            { do: 'kill', who: 0 },
          ],
        ],
      ],
    },
  )
})
