/**
 * The cookie that says no more than that a browser has a session. Unlike the tokens it may be read by our pages, so that
 * on the public ones a first visitor is not asked for something they cannot have.
 */
export const SESSION_HINT = '__Host-signed-in'
