import { A } from '@solidjs/router'
import Activity from 'lucide-solid/icons/activity'
import ArrowRight from 'lucide-solid/icons/arrow-right'
import Calendar from 'lucide-solid/icons/calendar'
import CircleX from 'lucide-solid/icons/circle-x'
import CloudOff from 'lucide-solid/icons/cloud-off'
import Mail from 'lucide-solid/icons/mail'
import Pencil from 'lucide-solid/icons/pencil'
import PencilLine from 'lucide-solid/icons/pencil-line'
import Phone from 'lucide-solid/icons/phone'
import Plus from 'lucide-solid/icons/plus'
import Trophy from 'lucide-solid/icons/trophy'
import Users from 'lucide-solid/icons/users'
import { For, type JSX, Show } from 'solid-js'
import { Dynamic } from 'solid-js/web'
import type { Channel } from '../../../worker/sales/contract'
import { IconButton } from './button'
import { Tag } from './chip'
import { daysBetween, formatDateTime, formatDay, formatTime } from './format'
import type { Icon } from './icon'

export type EntryKind = Channel | 'score' | 'moved' | 'date' | 'changed' | 'opened' | 'won' | 'lost'

/** One thing that happened, in words. */
export interface TimelineEntry {
  readonly key: string
  readonly at: string
  readonly kind: EntryKind
  readonly who: string
  readonly did: string
  /** The deal it was about, where that is not plain. */
  readonly about?: { readonly title: string; readonly href: string } | undefined
  readonly text: string | undefined
  /** How it went, in a word. */
  readonly tag: { readonly word: string; readonly tone: 'positive' | 'negative' | 'plain' } | undefined
  /** It is on this device only, for now. */
  readonly isWaiting?: boolean | undefined
}

export interface TimelineGroup {
  readonly title: string
  readonly entries: readonly TimelineEntry[]
}

const ICONS: Readonly<Record<EntryKind, Icon>> = {
  call: Phone,
  email: Mail,
  meeting: Users,
  note: PencilLine,
  score: Activity,
  moved: ArrowRight,
  date: Calendar,
  changed: Pencil,
  opened: Plus,
  won: Trophy,
  lost: CircleX,
}

/** What happened, under headings of time. */
export function TimelineGroups(props: {
  readonly groups: readonly TimelineGroup[]
  /** The headings are days, so that each entry need only say its time. */
  readonly byDay?: boolean | undefined
  /** How an entry is changed; nothing for those that stand as they are. */
  readonly editOf?: ((entry: TimelineEntry) => (() => void) | undefined) | undefined
}): JSX.Element {
  return (
    <For each={props.groups}>
      {(group) => (
        <>
          <h3>{group.title}</h3>
          <ul>
            <For each={group.entries}>
              {(entry) => <Entry entry={entry} byDay={props.byDay} edit={props.editOf?.(entry)} />}
            </For>
          </ul>
        </>
      )}
    </For>
  )
}

interface EntryProps {
  readonly entry: TimelineEntry
  readonly byDay: boolean | undefined
  readonly edit: (() => void) | undefined
}

function Entry(props: EntryProps): JSX.Element {
  const sayTime = () => props.byDay || daysBetween(props.entry.at, new Date()) === 0
  return (
    <li class="ev">
      <span class="evi">
        <Dynamic component={ICONS[props.entry.kind]} class="i s" />
      </span>
      <div class="min-w-0">
        <p class="flex items-baseline gap-2">
          <span class="min-w-0 flex-1">
            <b>{props.entry.who}</b> <span class="q2">{props.entry.did}</span>{' '}
            <Show when={props.entry.tag}>{(tag) => <Tag tone={tag().tone}>{tag().word}</Tag>}</Show>{' '}
            <Show when={props.entry.isWaiting}>
              <span class="evw">
                <Tag tone="caution" icon={CloudOff}>
                  not sent yet
                </Tag>
              </span>
            </Show>
          </span>
          <time class="t12 q3 n" datetime={props.entry.at} data-tip={formatDateTime(props.entry.at)}>
            {sayTime() ? formatTime(props.entry.at) : formatDay(props.entry.at)}
          </time>
          <Show when={props.edit}>
            {(edit) => (
              <IconButton
                class="evx"
                size="sm"
                icon={Pencil}
                label={`Change: ${props.entry.who} ${props.entry.did}`}
                onClick={() => edit()()}
              />
            )}
          </Show>
        </p>
        <Show when={props.entry.about}>
          {(about) => (
            <A class="t12 q3 clip block hover:underline" href={about().href}>
              {about().title}
            </A>
          )}
        </Show>
        <Show when={props.entry.text}>{(text) => <p class="tx">{text()}</p>}</Show>
      </div>
    </li>
  )
}
