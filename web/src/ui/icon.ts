import type { Component } from 'solid-js'

/** Any of lucide's icons, imported one by one: `import Plus from 'lucide-solid/icons/plus'`. They take a class only. */
export type Icon = Component<{ class?: string }>
