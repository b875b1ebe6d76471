const SCHEMES = new Set(['http:', 'https:', 'mailto:', 'tel:'])
const IS_EMAIL = /^[^\s:/@]+@[^\s:/@]+$/

/** Where a link leads, if it is somewhere a text may lead to: anything else is no link. */
export function safeAddress(written: string): string | undefined {
  const wanted = /^www\./i.test(written) ? `https://${written}` : IS_EMAIL.test(written) ? `mailto:${written}` : written
  // Resolved against nothing: a text belongs to no page, and what names no scheme leads nowhere.
  const url = URL.canParse(wanted) ? new URL(wanted) : undefined
  return url && SCHEMES.has(url.protocol) ? url.href : undefined
}

/** Whether what is pasted is an address and nothing else. */
export function isAddress(pasted: string): boolean {
  return /^(https?:\/\/|mailto:|tel:)\S+$/i.test(pasted) && safeAddress(pasted) !== undefined
}
