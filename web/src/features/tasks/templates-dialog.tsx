import LayoutTemplate from 'lucide-solid/icons/layout-template'
import Pencil from 'lucide-solid/icons/pencil'
import Trash from 'lucide-solid/icons/trash'
import { createSignal, For, type JSX, Match, Show, Switch } from 'solid-js'
import { unwrap } from 'solid-js/store'
import type { NewTemplate, TaskRow, Template } from '../../../../worker/tasks/contract'
import { call } from '../../api/client'
import { createFetched } from '../../api/fetched'
import { NotLoaded } from '../../api/not-loaded'
import { inWords } from '../../api/problems'
import { useSession } from '../../session/session'
import { useTaskCommands } from '../../tasks/task-commands'
import { Button, IconButton } from '../../ui/button'
import { Tag } from '../../ui/chip'
import { Dialog } from '../../ui/dialog'
import { Loading, SkeletonRows } from '../../ui/progress'
import { EmptyState } from '../../ui/states'
import { showToast, showUndo } from '../../ui/toast'
import { contentWords, taskOf } from './template-draft'
import { TemplateForm } from './template-form'

const EMPTY: NewTemplate = {
  name: '',
  isShared: false,
  content: {
    title: '',
    description: '',
    priority: 'medium',
    visibility: 'private',
    tags: [],
    estimateMinutes: null,
    dueInDays: null,
    checklist: [],
  },
}

/** The templates of tasks: to use one, to write one, to change or remove one's own. */
export default function TemplatesDialog(props: {
  /** Begins with this one, which is new. */
  readonly draft?: NewTemplate | undefined
  readonly onMade?: (task: TaskRow) => void
  readonly onClose: () => void
}): JSX.Element {
  const session = useSession()
  const commands = useTaskCommands()
  const [draft, setDraft] = createSignal<NewTemplate | Template | undefined>(props.draft)
  const fetched = createFetched((signal) => call<{ rows: Template[] }>('GET', '/task-templates', { signal }))
  const me = session.me().userId
  const isOld = (one: NewTemplate | Template): one is Template => 'id' in one

  async function save(wanted: NewTemplate): Promise<void> {
    const old = draft()
    const body = wanted
    const operationId = crypto.randomUUID()
    if (old && isOld(old)) await call('PUT', `/task-templates/${old.id}`, { body, operationId })
    else await call('POST', '/task-templates', { body, operationId })
    setDraft(undefined)
    fetched.reload()
    showToast(`Kept the template ${wanted.name}`)
  }
  async function remove(template: Template): Promise<void> {
    try {
      await call('DELETE', `/task-templates/${template.id}`, { operationId: crypto.randomUUID() })
      fetched.reload()
      const { name, isShared, content } = template
      showUndo(`Removed: ${name}`, () => void save({ name, isShared, content }).catch(tell))
    } catch (problem) {
      tell(problem)
    }
  }
  async function use(template: Template): Promise<void> {
    try {
      const task = await commands.create(taskOf(structuredClone(unwrap(template)), new Date()))
      showToast(`Added: ${task.title}`)
      props.onClose()
      props.onMade?.(task)
    } catch (problem) {
      tell(problem)
    }
  }
  const tell = (problem: unknown) => void showToast(inWords(problem), { bad: true })
  return (
    <Dialog
      open
      wide
      onClose={props.onClose}
      title={draft() ? (isOld(draft() ?? EMPTY) ? 'Change the template' : 'New template') : 'Task templates'}
    >
      <Switch>
        <Match when={draft()} keyed>
          {(one) => (
            <TemplateForm
              draft={one}
              verb={isOld(one) ? 'Save' : 'Keep it'}
              onSave={(wanted) =>
                save(wanted).catch((problem: unknown) => {
                  throw new Error(inWords(problem))
                })
              }
              onLeave={() => setDraft(undefined)}
            />
          )}
        </Match>
        <Match when={fetched.error() && !fetched.value()}>
          <NotLoaded what="the templates" error={fetched.error()} onRetry={fetched.reload} />
        </Match>
        <Match when={!fetched.value()}>
          <Loading what="the templates">
            <SkeletonRows rows={4} />
          </Loading>
        </Match>
        <Match when={fetched.value()?.rows.length === 0}>
          <EmptyState
            icon={LayoutTemplate}
            title="No template yet"
            actions={<Button onClick={() => setDraft(EMPTY)}>Write a template</Button>}
          >
            What you do again and again, with its steps, is added by one press from here. An open task can be kept as
            one too.
          </EmptyState>
        </Match>
        <Match when={true}>
          <ul aria-label="Templates">
            <For each={fetched.value()?.rows}>
              {(template) => (
                <li class="ck tpl">
                  <span class="min-w-0 flex-1">
                    <span class="clip b block">{template.name}</span>
                    <span class="clip q3 t12 block">
                      {[template.content.title, contentWords(template.content)].filter(Boolean).join(' · ')}
                    </span>
                  </span>
                  <Show when={template.isShared}>
                    <Tag>Everyone</Tag>
                  </Show>
                  <Show when={template.createdBy === me}>
                    <IconButton
                      size="sm"
                      icon={Pencil}
                      label={`Change ${template.name}`}
                      onClick={() => setDraft(template)}
                    />
                    <IconButton
                      size="sm"
                      icon={Trash}
                      label={`Remove ${template.name}`}
                      onClick={() => void remove(template)}
                    />
                  </Show>
                  <Button size="sm" onClick={() => void use(template)}>
                    Use<span class="vh"> {template.name}</span>
                  </Button>
                </li>
              )}
            </For>
          </ul>
          <p class="mt-3">
            <Button onClick={() => setDraft(EMPTY)}>Write a template</Button>
          </p>
        </Match>
      </Switch>
    </Dialog>
  )
}
