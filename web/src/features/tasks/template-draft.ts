import { v7 } from 'uuid'
import type { NewTemplate, Task, TaskRow, Template, TemplateContent } from '../../../../worker/tasks/contract'
import type { Wanted } from '../../tasks/task-commands'
import { momentOf } from '../../tasks/task-words'
import { dayOf, daysBetween, plural } from '../../ui/format'

/** A template out of a task as it is. */
export function templateOf(task: Task, now: Date): NewTemplate {
  const { title, description, priority, visibility, tags, estimateMinutes, dueAt, checklist } = task
  return {
    name: title.slice(0, 100),
    isShared: false,
    content: {
      title,
      description,
      priority,
      visibility: visibility === 'collaborative' ? 'private' : visibility,
      tags: [...tags],
      estimateMinutes,
      dueInDays: dueAt === null ? null : Math.max(0, daysBetween(now, dueAt)),
      checklist: checklist.map((step) => step.title),
    },
  }
}

/** A task out of a template: due as many days from now as it says. */
export function taskOf({ content }: Pick<Template, 'content'>, now: Date): Wanted {
  const { dueInDays, checklist, tags, ...facts } = content
  const day = (days: number) => {
    const date = new Date(now)
    date.setDate(date.getDate() + days)
    return dayOf(date)
  }
  return {
    ...facts,
    id: v7() as TaskRow['id'],
    tags: [...tags],
    checklist: [...checklist],
    ...(dueInDays !== null && momentOf(day(dueInDays), null)),
  }
}

/** What a template holds, in a line. */
export function contentWords({ dueInDays, checklist }: TemplateContent): string {
  const steps = checklist.length === 0 ? '' : plural(checklist.length, 'step')
  const due = dueInDays === null ? '' : dueInDays === 0 ? 'due the same day' : `due after ${plural(dueInDays, 'day')}`
  return [steps, due].filter(Boolean).join(', ')
}
