let common: ReadonlySet<string> | undefined

/**
 * Whether a password is on the bundled list of the 18,000 most common and leaked ones that are long enough to be
 * chosen here, in whatever case. The list is unpacked when it is first asked for: most requests never need it.
 */
export async function isCommonPassword(password: string): Promise<boolean> {
  common ??= await readList()
  return common.has(password.toLowerCase())
}

async function readList(): Promise<ReadonlySet<string>> {
  const { dictionary } = await import('@zxcvbn-ts/language-common')
  const words = dictionary['passwords-common'] as readonly string[]
  return new Set(words.map((word) => word.toLowerCase()))
}
