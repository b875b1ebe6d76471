import X from 'lucide-solid/icons/x'
import { For, type JSX, Show } from 'solid-js'
import type { Collaborator, TaskRow, TaskVisibility } from '../../../../worker/tasks/contract'
import { usePeople } from '../../people/people'
import { VISIBILITY_NOTES, VISIBILITY_WORDS } from '../../tasks/task-words'
import { Avatar } from '../../ui/avatar'
import { buttonClass, IconButton } from '../../ui/button'
import { Combobox } from '../../ui/combobox'
import { Menu } from '../../ui/menu'
import { Segmented } from '../../ui/segmented'

type Sharing = Pick<TaskRow, 'visibility' | 'collaborators'>

/** Who may see a task, and who of them may edit it. Acts at once. */
export function ShareEditor(props: {
  readonly task: TaskRow
  readonly onShare: (sharing: Sharing) => void
}): JSX.Element {
  const people = () => props.task.collaborators
  const { nameOf, byName } = usePeople()
  const set = (collaborators: Collaborator[], visibility = props.task.visibility) =>
    props.onShare({ collaborators, visibility })
  const candidates = () =>
    byName(
      ({ id, status }) =>
        status === 'active' &&
        id !== props.task.assignedTo &&
        id !== props.task.assignedBy &&
        !people().some(({ userId }) => userId === id),
    ).map(({ id, name }) => ({ value: id as string, label: name }))
  return (
    <div class="grid w-72 max-w-full gap-3">
      <Segmented<TaskVisibility>
        label="Who may see it"
        value={props.task.visibility}
        options={(Object.keys(VISIBILITY_WORDS) as TaskVisibility[]).map((value) => ({
          value,
          label: VISIBILITY_WORDS[value],
        }))}
        onChange={(visibility) => set([...people()], visibility)}
      />
      <p class="t12 q2">{VISIBILITY_NOTES[props.task.visibility]}.</p>
      <Show when={props.task.visibility !== 'private'}>
        <ul class="grid gap-1">
          <For each={people()}>
            {(one) => (
              <li class="fl">
                <Avatar name={nameOf(one.userId)} beside />
                <span class="clip flex-1">{nameOf(one.userId)}</span>
                <Menu
                  class={buttonClass({ size: 'sm', tone: 'quiet' })}
                  groups={[
                    {
                      items: [true, false].map((canEdit) => ({
                        label: canEdit ? 'Can edit' : 'Can look',
                        checked: one.canEdit === canEdit,
                        onSelect: () =>
                          set(people().map((other) => (other.userId === one.userId ? { ...other, canEdit } : other))),
                      })),
                    },
                  ]}
                >
                  {one.canEdit ? 'Can edit' : 'Can look'}
                </Menu>
                <IconButton
                  size="sm"
                  icon={X}
                  label={`Remove ${nameOf(one.userId)}`}
                  onClick={() => set(people().filter(({ userId }) => userId !== one.userId))}
                />
              </li>
            )}
          </For>
        </ul>
        <Combobox
          label="Add somebody"
          value={undefined}
          options={candidates()}
          onChange={(id) => id && set([...people(), { userId: id as Collaborator['userId'], canEdit: true }])}
        />
      </Show>
    </div>
  )
}
