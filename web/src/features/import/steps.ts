/** The steps of an import, in order. */
export const STEP_NAMES: readonly string[] = ['File', 'Columns', 'Check', 'Import']
export const FILE = 0
export const COLUMNS = 1
export const CHECK = 2
export const IMPORT = 3
/** Past the last. */
export const DONE = 4
