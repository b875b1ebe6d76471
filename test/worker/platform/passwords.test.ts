import { describe, expect, it } from 'vitest'
import { isCommonPassword } from '../../../worker/platform/common-passwords'
import { hashPassword, isOutdated, verifyPassword } from '../../../worker/platform/passwords'

// Weak parameters: these tests are about what is hashed, not about how hard it is.
const cheap = { logN: 4, r: 8, p: 1 }

describe('a password', () => {
  it('is known by its hash, and only it', async () => {
    const stored = await hashPassword('correct horse battery', cheap)
    expect(await verifyPassword('correct horse battery', stored)).toBe(true)
    for (const other of ['correct horse batterY', 'correct horse battery ', '', 'correct horse']) {
      expect(await verifyPassword(other, stored)).toBe(false)
    }
  })

  it('is compared exactly, to the last of 256 characters', async () => {
    const long = `${'å'.repeat(255)}x`
    const stored = await hashPassword(long, cheap)
    expect(await verifyPassword(long, stored)).toBe(true)
    expect(await verifyPassword(`${'å'.repeat(255)}y`, stored)).toBe(false)
    // Two ways to write å are two passwords.
    expect(await verifyPassword(long.normalize('NFD'), stored)).toBe(false)
  })

  it('has another hash each time', async () => {
    expect(await hashPassword('same', cheap)).not.toBe(await hashPassword('same', cheap))
  })

  it('is hashed with today’s parameters unless told otherwise', async () => {
    const stored = await hashPassword('correct horse battery')
    expect(stored).toMatch(/^\$scrypt\$ln=15,r=8,p=3\$[\w+/]{22}==\$[\w+/]{43}=$/)
    expect(isOutdated(stored)).toBe(false)
    expect(isOutdated(await hashPassword('correct horse battery', cheap))).toBe(true)
    expect(await verifyPassword('correct horse battery', stored)).toBe(true)
  })

  it('is never right where there is no account', async () => {
    expect(await verifyPassword('', null)).toBe(false)
    expect(await verifyPassword('correct horse battery', null)).toBe(false)
  })

  it.each(['', 'none', '$2b$10$abcdefghijklmnopqrstuv', '$scrypt$ln=15,r=8,p=3$$'])(
    'is neither right nor wrong by a hash nobody can read: %j',
    async (stored) => {
      await expect(verifyPassword('anything', stored)).rejects.toThrow('known format')
    },
  )
})

describe('the list of common passwords', () => {
  it.each([
    ['password', true],
    ['PassWord', true],
    ['iloveyou', true],
    ['1qaz2wsx', true],
    ['correct horse battery', false],
    ['tz8#Qm!pLw', false],
  ])('%s: %s', async (password, common) => {
    expect(await isCommonPassword(password)).toBe(common)
  })
})
