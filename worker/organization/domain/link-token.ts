/** How long the secret of a mailed link may be. One outside of this was cut off on its way, or is none. */
export const LINK_TOKEN_LENGTH = { min: 20, max: 200 } as const
