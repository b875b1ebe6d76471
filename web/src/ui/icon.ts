import type { LucideProps } from 'lucide-solid'
import type { Component } from 'solid-js'

/** Any of lucide's icons, imported one by one: `import Plus from 'lucide-solid/icons/plus'`. */
export type Icon = Component<LucideProps>
