/** The cron expressions due in the minute of a moment, UTC as on the platform: `*`, numbers, lists and steps (every n). */
export function dueAt(crons: readonly string[], at: Date): string[] {
  const now = [at.getUTCMinutes(), at.getUTCHours(), at.getUTCDate(), at.getUTCMonth() + 1, at.getUTCDay() + 1]
  return crons.filter((cron) => cron.split(' ').every((field, i) => matches(field, now[i]!))) // five fields, five parts
}

function matches(field: string, value: number): boolean {
  return field.split(',').some((part) => {
    if (part === '*') return true
    const step = /^\*\/(\d+)$/.exec(part)
    return step ? value % Number(step[1]) === 0 : Number(part) === value
  })
}
