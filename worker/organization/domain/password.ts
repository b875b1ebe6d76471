import { err, ok, type Result } from '../../kernel/result'

export type PasswordRefused = { readonly kind: 'password_common' } | { readonly kind: 'password_guessable' }

const PRODUCT = 'salesoptimizer'
const MIN_WORD = 4 // shorter words are in everything
const MIN_REST = 6 // characters that must remain of a password when what everybody knows is taken out of it

/**
 * Refuses passwords that are on the list of common ones, and those that are little more than the person's name,
 * e-mail, company or this product's name, whatever is put around it.
 */
export function judgePassword(
  password: string,
  context: readonly (string | null | undefined)[],
  isCommon: boolean,
): Result<void, PasswordRefused> {
  if (isCommon) return err({ kind: 'password_common' })
  const known = [...context, PRODUCT]
    .flatMap((text) => (text ? [folded(text), ...text.split(/[\s@._+-]+/).map(folded)] : []))
    .filter((word) => word.length >= MIN_WORD)
    .sort((a, b) => b.length - a.length)
  let rest = folded(password)
  const whole = rest
  for (const word of known) rest = rest.replaceAll(word, '')
  return rest !== whole && rest.length < MIN_REST ? err({ kind: 'password_guessable' }) : ok(undefined)
}

function folded(text: string): string {
  return text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '')
}
