// Node runs TypeScript by itself but looks for every file under its full name. We write imports without extensions,
// as the bundlers read them; this finds the file they mean.
import { existsSync } from 'node:fs'
import { registerHooks } from 'node:module'
import { fileURLToPath } from 'node:url'

registerHooks({
  resolve(specifier, context, next) {
    if (!specifier.startsWith('.') || !context.parentURL?.startsWith('file:')) return next(specifier, context)
    const wanted = new URL(specifier, context.parentURL).href
    for (const ending of ['.ts', '/index.ts']) {
      if (existsSync(fileURLToPath(wanted + ending))) return next(wanted + ending, context)
    }
    return next(specifier, context)
  },
})
