import { randomBytes, type ScryptOptions, scrypt, timingSafeEqual } from 'node:crypto'

interface Cost {
  readonly logN: number
  readonly r: number
  readonly p: number
}

// OWASP's listed trade of memory for time: 32 MiB and about 250 ms in workerd. Raise it here and people's
// hashes follow when they next sign in.
const CURRENT: Cost = { logN: 15, r: 8, p: 3 }
const SALT_BYTES = 16
const KEY_BYTES = 32

/** Hashes a password; the answer says with which parameters, in the PHC string format. */
export async function hashPassword(password: string, cost: Cost = CURRENT): Promise<string> {
  const salt = randomBytes(SALT_BYTES)
  const key = await derive(password, salt, cost)
  return `$scrypt$ln=${cost.logN},r=${cost.r},p=${cost.p}$${salt.toString('base64')}$${key.toString('base64')}`
}

/**
 * Whether this is the password of that hash. Without a hash the same work is done and the answer is no: how long
 * it takes must not tell whether an account exists.
 */
export async function verifyPassword(password: string, stored: string | null): Promise<boolean> {
  const { cost, salt, key } = stored === null ? NOBODY : parse(stored)
  const derived = await derive(password, salt, cost)
  return timingSafeEqual(derived, key) && stored !== null
}

/** Whether a hash was made with other parameters than today's, and is to be made anew now that the password is known. */
export function isOutdated(stored: string): boolean {
  const { cost } = parse(stored)
  return cost.logN !== CURRENT.logN || cost.r !== CURRENT.r || cost.p !== CURRENT.p
}

const NOBODY = { cost: CURRENT, salt: Buffer.alloc(SALT_BYTES), key: Buffer.alloc(KEY_BYTES) }

function parse(stored: string): { cost: Cost; salt: Buffer; key: Buffer } {
  const found = /^\$scrypt\$ln=(\d+),r=(\d+),p=(\d+)\$([\w+/=]+)\$([\w+/=]+)$/.exec(stored)
  // Never fail open: a hash we cannot read is no reason to let anybody in, nor to say the password was wrong.
  if (!found) throw new Error('a stored password hash is not in a known format')
  const [, logN, r, p, salt = '', key = ''] = found
  return {
    cost: { logN: Number(logN), r: Number(r), p: Number(p) },
    salt: Buffer.from(salt, 'base64'),
    key: Buffer.from(key, 'base64'),
  }
}

function derive(password: string, salt: Buffer, { logN, r, p }: Cost): Promise<Buffer> {
  const N = 2 ** logN
  // scrypt needs 128·N·r bytes and a little; the default bound is exactly too small.
  const options: ScryptOptions = { N, r, p, maxmem: 128 * N * r + 2 ** 20 }
  return new Promise((resolve, reject) => {
    scrypt(password, salt, KEY_BYTES, options, (error, key) => (error ? reject(error) : resolve(key)))
  })
}
