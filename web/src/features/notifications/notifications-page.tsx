import { useNavigate } from '@solidjs/router'
import Bell from 'lucide-solid/icons/bell'
import Check from 'lucide-solid/icons/check'
import CheckCheck from 'lucide-solid/icons/check-check'
import { createMemo, createSignal, For, type JSX, Match, Show, Switch } from 'solid-js'
import { createPages } from '../../api/pages'
import { PagesEnd } from '../../api/pages-end'
import { inWords, Unreachable } from '../../api/problems'
import { paths } from '../../paths'
import { usePeople } from '../../people/people'
import type { Rows } from '../../sync/rows'
import { useSync } from '../../sync/store'
import { Avatar } from '../../ui/avatar'
import { Button, IconButton } from '../../ui/button'
import { useCommands } from '../../ui/commands'
import { createMedia, PHONE } from '../../ui/media'
import { Loading } from '../../ui/progress'
import { Page } from '../../ui/shell/page'
import { EmptyState, ErrorState, OfflineState } from '../../ui/states'
import { showToast } from '../../ui/toast'
import { When } from '../../ui/values'
import { useNotificationCommands } from './notification-commands'
import './notifications.css'

type Notification = Rows['notifications']

const KEPT = 100 // of which a device knows the newest at any time; the rest comes page by page

/** What the person was told: by whom, of which task, when. Kept on this device, and live. */
export default function NotificationsPage(): JSX.Element {
  const sync = useSync()
  const commands = useNotificationCommands()
  const navigate = useNavigate()
  const isPhone = createMedia(PHONE)
  const [readHere, setReadHere] = createSignal<ReadonlySet<string>>(new Set())
  const pages = createPages<Record<string, never>, Notification>({
    path: '/notifications',
    question: () => ({}),
    onPage: (_, { rows }) => sync.absorb({ notifications: rows.slice(0, KEPT) }),
  })
  const newestFirst = (a: Notification, b: Notification) =>
    a.createdAt === b.createdAt ? (a.id < b.id ? 1 : -1) : a.createdAt < b.createdAt ? 1 : -1
  const kept = createMemo(() => Object.values(sync.rows.notifications).toSorted(newestFirst))
  const older = () => {
    const last = kept().at(-1)
    if (!last || kept().length < KEPT) return []
    return pages.rows().filter((one) => newestFirst(last, one) < 0 && !sync.rows.notifications[one.id])
  }
  const isUnread = ({ id, readAt }: Notification) => readAt === null && !readHere().has(id)
  const unread = () => [...kept(), ...older()].filter(isUnread).length

  async function attempt(act: () => Promise<void>, ...read: Notification[]): Promise<void> {
    const before = readHere()
    setReadHere(new Set([...before, ...read.map(({ id }) => id)]))
    try {
      await act()
    } catch (problem) {
      setReadHere(before)
      showToast(inWords(problem), { bad: true })
    }
  }
  const readAll = () => void attempt(() => commands.readAll(kept()), ...older())
  const read = (one: Notification) =>
    void attempt(() => commands.read(one), ...(sync.rows.notifications[one.id] ? [] : [one]))

  let list: HTMLUListElement | undefined
  const step = (by: 1 | -1) => {
    const links = [...(list?.querySelectorAll<HTMLAnchorElement>('a') ?? [])]
    const at = links.indexOf(document.activeElement as HTMLAnchorElement)
    links[at < 0 ? 0 : Math.min(Math.max(at + by, 0), links.length - 1)]?.focus()
  }
  useCommands(() => [
    { id: 'list.next', label: 'Next notification', group: 'List', keys: 'j', keyOnly: true, run: () => step(1) },
    {
      id: 'list.previous',
      label: 'Previous notification',
      group: 'List',
      keys: 'k',
      keyOnly: true,
      run: () => step(-1),
    },
    ...(unread() > 0
      ? [
          {
            id: 'notifications.read',
            label: 'Mark all notifications read',
            group: 'Do',
            icon: CheckCheck,
            run: readAll,
          },
        ]
      : []),
  ])
  return (
    <Page
      title="Notifications"
      actions={
        <Show when={unread() > 0}>
          <Show
            when={isPhone()}
            fallback={
              <Button icon={CheckCheck} onClick={readAll}>
                Mark all read
              </Button>
            }
          >
            <IconButton icon={CheckCheck} label="Mark all read" onClick={readAll} />
          </Show>
        </Show>
      }
      hints={[
        { keys: ['j', 'k'], does: 'next' },
        { keys: ['enter'], does: 'open' },
      ]}
    >
      <Switch>
        <Match when={kept().length > 0}>
          <ul class="ntfs" aria-label="Notifications" ref={list}>
            <For each={kept()}>{(one) => <Line one={one} isUnread={isUnread(one)} onRead={() => read(one)} />}</For>
            <For each={older()}>{(one) => <Line one={one} isUnread={isUnread(one)} onRead={() => read(one)} />}</For>
          </ul>
          {/* Until the server has answered, what is kept here is all there is to see. */}
          <Show when={!pages.isFirst()}>
            <PagesEnd pages={pages} whenAll="" />
          </Show>
        </Match>
        <Match when={pages.error() instanceof Unreachable}>
          <OfflineState what="What you were notified of" onRetry={pages.reload} />
        </Match>
        <Match when={pages.error()}>
          {(problem) => (
            <ErrorState title="Could not show your notifications" onRetry={pages.reload} busy={pages.loading()}>
              {inWords(problem())}
            </ErrorState>
          )}
        </Match>
        <Match when={pages.isFirst()}>
          <Loading what="your notifications" />
        </Match>
        <Match when={true}>
          <EmptyState
            icon={Bell}
            title="Nothing new"
            actions={<Button onClick={() => navigate(paths.tasks())}>Go to your tasks</Button>}
          >
            You are told here when somebody mentions you with @, gives you a task or comments on one of yours, and when
            a reminder you set is due.
          </EmptyState>
        </Match>
      </Switch>
    </Page>
  )
}

const WORDS: Readonly<Record<Notification['type'], string>> = {
  'task.mentioned': 'mentioned you in',
  'task.commented': 'commented on',
  'task.assigned': 'gave you',
  'task.reminder': 'Reminder:',
}

function Line(props: {
  readonly one: Notification
  readonly isUnread: boolean
  readonly onRead: () => void
}): JSX.Element {
  const sync = useSync()
  const { nameOf } = usePeople()
  // As it is called on this device: what was renamed here, or a moment ago, is told by that name.
  const title = () => sync.rows.tasks[props.one.taskId]?.title ?? props.one.taskTitle
  return (
    <li data-unread={props.isUnread ? '' : undefined}>
      <a href={paths.task(props.one.taskId, props.one.commentId ?? undefined)} onClick={() => props.onRead()}>
        <Show
          when={props.one.actorId}
          fallback={
            <span class="ntf-b">
              <Bell class="i s" />
            </span>
          }
        >
          {(actor) => <Avatar size="md" name={nameOf(actor())} beside />}
        </Show>
        <span class="ntf-t">
          <span>
            <Show when={props.isUnread}>
              <span class="vh">Unread: </span>
            </Show>
            <Show when={props.one.actorId}>{(actor) => <b>{nameOf(actor())} </b>}</Show>
            {WORDS[props.one.type]} <b>{title()}</b>
          </span>
          <Show when={props.one.excerpt}>{(excerpt) => <span class="ntf-e q2">{excerpt()}</span>}</Show>
          <When date={props.one.createdAt} class="t12 q3" />
        </span>
      </a>
      <Show when={props.isUnread}>
        <IconButton icon={Check} label={`Mark read: ${title()}`} onClick={() => props.onRead()} />
      </Show>
    </li>
  )
}
