import { useLocation } from '@solidjs/router'
import Ellipsis from 'lucide-solid/icons/ellipsis'
import Pencil from 'lucide-solid/icons/pencil'
import Trash from 'lucide-solid/icons/trash'
import { createEffect, createMemo, createSignal, For, type JSX, Show } from 'solid-js'
import { unwrap } from 'solid-js/store'
import type { Comment } from '../../../../worker/tasks/contract'
import { inWords } from '../../api/problems'
import { usePeople } from '../../people/people'
import { useSession } from '../../session/session'
import { usePartCommands } from '../../tasks/part-commands'
import { afterPaint } from '../../ui/after-paint'
import { Avatar } from '../../ui/avatar'
import { Button, buttonClass } from '../../ui/button'
import { isMatch } from '../../ui/commands'
import { FormError } from '../../ui/form-error'
import { Menu } from '../../ui/menu'
import { showToast } from '../../ui/toast'
import { When } from '../../ui/values'
import { mentionAt, mentionsIn, type Named, pieces, putMention } from './mentions'
import { createNews } from './news'
import type { PartProps } from './task-doc'

/** What is said about a task. Whoever may see it may speak, and name others who may see it. */
export function TaskComments(props: PartProps): JSX.Element {
  const session = useSession()
  const [editing, setEditing] = createSignal<string>()
  const me = session.me().userId
  const { nameOf, byName } = usePeople()
  const everyone = (): readonly Named[] => byName(() => true)
  const people = (): readonly Named[] => {
    const { visibility, assignedTo, assignedBy, collaborators } = props.task
    const shared = visibility === 'collaborative' ? collaborators.map(({ userId }) => userId) : []
    const seeing = new Set<string>([assignedTo, assignedBy, ...shared])
    return byName(({ id, status }) => status === 'active' && (visibility === 'public' || seeing.has(id)))
  }
  const { comments } = usePartCommands(() => props.task)
  // Whoever comes to see one comment is taken to it.
  const location = useLocation()
  const meant = createMemo(() => props.whole.comments.find(({ id }) => location.hash === `#comment-${id}`)?.id)
  createEffect(() => {
    const id = meant()
    if (id === undefined) return
    afterPaint(() => {
      const line = document.getElementById(`comment-${id}`)
      line?.scrollIntoView({ block: 'center' })
      line?.focus({ preventScroll: true })
    })
  })
  const said = ({ id, editedAt }: Comment) => `${id} ${editedAt}`
  const news = createNews(() => props.whole.comments.filter(({ authorId }) => authorId !== me).map(said))
  const mentionsOf = (text: string) => mentionsIn(text, people()) as Comment['mentions']

  async function change(comment: Comment, text: string): Promise<void> {
    await comments.change(comment, text, mentionsOf(text))
    setEditing(undefined)
  }
  async function remove(comment: Comment): Promise<void> {
    try {
      await comments.remove(structuredClone(unwrap(comment)))
    } catch (problem) {
      showToast(`The comment stays. ${inWords(problem)}`, { bad: true })
    }
  }
  return (
    <section aria-label="Comments">
      <h3 class="doc-s">
        Comments
        <Show when={props.whole.comments.length > 0}>
          <span class="q3 n font-body">{props.whole.comments.length}</span>
        </Show>
      </h3>
      <ul>
        <For each={props.whole.comments}>
          {(comment) => (
            <li
              class="cm"
              id={`comment-${comment.id}`}
              tabIndex={-1}
              data-meant={meant() === comment.id ? '' : undefined}
              {...news.glow(said(comment))}
            >
              <Avatar size="md" name={nameOf(comment.authorId)} me={comment.authorId === me} beside />
              <div class="min-w-0">
                <p class="fl">
                  <b>{comment.authorId === me ? 'You' : nameOf(comment.authorId)}</b>
                  <When date={comment.createdAt} class="t12 q3" />
                  <Show when={comment.editedAt}>
                    <span class="t12 q3">edited</span>
                  </Show>
                  <i class="sp" />
                  <Show when={comment.authorId === me}>
                    <Menu
                      class={buttonClass({ tone: 'quiet', size: 'sm' }, 'ic')}
                      aria-label="More about this comment"
                      placement="bottom-end"
                      groups={[
                        {
                          items: [
                            { label: 'Edit', icon: Pencil, onSelect: () => setEditing(comment.id) },
                            { label: 'Remove', icon: Trash, danger: true, onSelect: () => void remove(comment) },
                          ],
                        },
                      ]}
                    >
                      <Ellipsis class="i s" />
                    </Menu>
                  </Show>
                </p>
                <Show
                  when={editing() === comment.id}
                  fallback={
                    <p class="whitespace-pre-line break-words">
                      <For each={pieces(comment.text, everyone())}>
                        {(piece) => (piece.isName ? <span class="men">{piece.text}</span> : piece.text)}
                      </For>
                    </p>
                  }
                >
                  <Writing
                    label="Edit comment"
                    verb="Save"
                    text={comment.text}
                    people={people()}
                    onSend={(text) => change(comment, text)}
                    onLeave={() => setEditing(undefined)}
                  />
                </Show>
              </div>
            </li>
          )}
        </For>
      </ul>
      <Writing
        label="Write a comment"
        verb="Comment"
        people={people()}
        onSend={(text) => comments.say(text, mentionsOf(text))}
      />
    </section>
  )
}

interface WritingProps {
  readonly label: string
  readonly verb: string
  readonly text?: string | undefined
  readonly people: readonly Named[]
  readonly onSend: (text: string) => Promise<void>
  readonly onLeave?: (() => void) | undefined
}

/** Where a comment is written. @ offers the people who may see the task; what was written stays if it is refused. */
function Writing(props: WritingProps): JSX.Element {
  const [text, setText] = createSignal(props.text ?? '')
  const [caret, setCaret] = createSignal(0)
  const [error, setError] = createSignal<string>()
  const [chosen, setChosen] = createSignal(0)
  let area!: HTMLTextAreaElement
  const offered = () => {
    const typed = mentionAt(text(), caret())
    return typed === undefined ? [] : props.people.filter(({ name }) => isMatch({ label: name }, typed)).slice(0, 5)
  }
  const put = ({ name }: Named) => {
    const next = putMention(text(), caret(), name)
    setText(next.text)
    setChosen(0)
    queueMicrotask(() => {
      area.focus()
      area.setSelectionRange(next.caret, next.caret)
      setCaret(next.caret)
    })
  }
  const send = (event?: Event) => {
    event?.preventDefault()
    const written = text().trim()
    if (written === '') return
    setText('')
    setCaret(0)
    setError(undefined)
    props.onSend(written).catch((problem: unknown) => {
      setText((now) => now || written)
      setError(inWords(problem))
    })
  }
  const key = (event: KeyboardEvent) => {
    const people = offered()
    if (people.length > 0 && (event.key === 'ArrowDown' || event.key === 'ArrowUp')) {
      setChosen((at) => (at + (event.key === 'ArrowDown' ? 1 : people.length - 1)) % people.length)
    } else if (people.length > 0 && (event.key === 'Enter' || event.key === 'Tab')) {
      const person = people[chosen()] ?? people[0]
      if (person) put(person)
    } else if (event.key === 'Enter' && (event.metaKey || event.ctrlKey)) send()
    else if (event.key === 'Escape' && props.onLeave) props.onLeave()
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  const follow = () => setCaret(area.selectionStart)
  return (
    <form class="say-c" onSubmit={send}>
      <div class="say-in">
        <textarea
          ref={area}
          rows={1}
          aria-label={props.label}
          placeholder="Write a comment, @ to mention"
          maxLength={10_000}
          value={text()}
          onInput={(event) => {
            setText(event.currentTarget.value)
            follow()
          }}
          onKeyUp={follow}
          onClick={follow}
          onKeyDown={key}
        />
        <Button type="submit" size="sm" off={text().trim() === '' && 'Write something first'}>
          {props.verb}
        </Button>
        <Show when={props.onLeave}>
          {(leave) => (
            <Button size="sm" tone="quiet" onClick={() => leave()()}>
              Cancel
            </Button>
          )}
        </Show>
      </div>
      <div aria-live="polite">
        <Show when={offered().length > 0}>
          <ul class="men-l" aria-label="People to mention">
            <For each={offered()}>
              {(person, index) => (
                <li>
                  <button
                    type="button"
                    class="item"
                    data-highlighted={index() === chosen() ? '' : undefined}
                    onPointerDown={(event) => event.preventDefault()}
                    onClick={() => put(person)}
                  >
                    <Avatar name={person.name} beside />
                    {person.name}
                  </button>
                </li>
              )}
            </For>
          </ul>
        </Show>
      </div>
      <FormError text={error()} />
    </form>
  )
}
