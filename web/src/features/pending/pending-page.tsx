import CheckCheck from 'lucide-solid/icons/check-check'
import { For, type JSX, Show } from 'solid-js'
import { inWords } from '../../api/problems'
import { isAppKept } from '../../pwa/kept'
import { useSession } from '../../session/session'
import { isSame } from '../../sync/is-same'
import type { Operation } from '../../sync/operation'
import { useSync } from '../../sync/store'
import { useTexts } from '../../tasks/room/texts'
import { Button } from '../../ui/button'
import { Tag } from '../../ui/chip'
import { Page } from '../../ui/shell/page'
import { EmptyState } from '../../ui/states'
import { showToast } from '../../ui/toast'
import { When } from '../../ui/values'
import { knownTo } from './known'
import { asText, conflictLines, factLines, type Known } from './operation-words'
import { standing, swap } from './swap'
import { TextEntries } from './text-entries'
import './pending.css'

/** What was done on this device: what still waits for the server, what it refused and why, what it has taken. */
export default function PendingPage(): JSX.Element {
  const sync = useSync()
  const texts = useTexts()
  const of = (state: Operation['state']) => sync.operations().filter((one) => one.state === state)
  const session = useSession()
  const known = knownTo(sync, () => session.me().tenant.currency)
  const isOverwritten = ({ overwrote }: Operation) => overwrote !== undefined
  return (
    <Page title="Changes on this device">
      <div class="page pending">
        <Show when={sync.isFull()}>
          <p class="note2">
            This device has no room left. What you do is sent while you stand here, or put back before you; free some
            space, and it is kept again.
          </p>
        </Show>
        <Show when={!isAppKept()}>
          <p class="note2">
            This browser does not let the app be kept on this device: it does not open without a connection. What you do
            while a tab is open is still kept and sent. Allow site data for this address to change that.
          </p>
        </Show>
        <Show
          when={sync.operations().length + texts.waiting().unsent.length + texts.waiting().refused.length > 0}
          fallback={
            <EmptyState icon={CheckCheck} title="Nothing waits">
              What you do without a connection is kept here until the server has it.
            </EmptyState>
          }
        >
          <TextEntries />
          <Group title="Made with a newer version" operations={of('newer')}>
            {({ what, at }) => (
              <>
                <p class="b">{what}</p>
                <p class="t12 q3">
                  <When date={at} />
                </p>
                <p>A newer version of the app made this. It is kept here, and sent as soon as that version is open.</p>
              </>
            )}
          </Group>
          <Group title="Refused" operations={of('refused')}>
            {(operation) => <Refused operation={operation} known={known} />}
          </Group>
          <Group title="Changed by others too" operations={of('sent').filter(isOverwritten).toReversed()}>
            {(operation) => <Overwritten operation={operation} known={known} />}
          </Group>
          <Group title="Waiting" operations={of('waiting')}>
            {(operation) => <Waiting operation={operation} known={known} />}
          </Group>
          <Group
            title="Sent"
            operations={of('sent')
              .filter((one) => !isOverwritten(one))
              .toReversed()}
          >
            {(operation) => <Entry operation={operation} known={known} tag={<Tag tone="positive">Saved</Tag>} />}
          </Group>
        </Show>
      </div>
    </Page>
  )
}

function Group(props: {
  readonly title: string
  readonly operations: readonly Operation[]
  readonly children: (operation: Operation) => JSX.Element
}): JSX.Element {
  return (
    <Show when={props.operations.length > 0}>
      <section aria-label={props.title}>
        <h2>
          {props.title} <span class="q3">{props.operations.length}</span>
        </h2>
        <ul>
          <For each={props.operations}>{(operation) => <li class="operation">{props.children(operation)}</li>}</For>
        </ul>
      </section>
    </Show>
  )
}

interface EntryProps {
  readonly operation: Operation
  readonly known: Known
  readonly tag?: JSX.Element
}

function Entry(props: EntryProps): JSX.Element {
  return (
    <>
      <div class="fl gap-2">
        <p class="b min-w-0 flex-1">{props.operation.what}</p>
        {props.tag}
      </div>
      <p class="t12 q3">
        <When date={props.operation.at} />
      </p>
      <Show when={!props.operation.conflict && props.operation.state !== 'sent'}>
        <dl class="facts">
          <For each={factLines(props.operation, props.known)}>
            {({ name, yours }) => (
              <div>
                <dt>{name}</dt>
                <dd>{yours}</dd>
              </div>
            )}
          </For>
        </dl>
      </Show>
    </>
  )
}

/** Does what a button says, and tells where it could not. */
async function attempt(act: () => Promise<unknown>): Promise<void> {
  try {
    await act()
  } catch (problem) {
    showToast(inWords(problem), { bad: true })
  }
}

function CopyButton(props: EntryProps): JSX.Element {
  const copy = async () => {
    await navigator.clipboard.writeText(asText(props.operation, props.known))
    showToast('Copied')
  }
  return (
    <Button size="sm" tone="quiet" onClick={() => void attempt(copy)}>
      Copy the text
    </Button>
  )
}

/** What was not sent may still be given up, unless it is on its way. */
function Waiting(props: EntryProps): JSX.Element {
  const sync = useSync()
  return (
    <>
      <Entry {...props} tag={<Tag>Not sent yet</Tag>} />
      <div class="fl acts gap-2">
        <Button
          size="sm"
          off={props.operation.sentVersion !== undefined && 'It is on its way'}
          onClick={() => void attempt(() => sync.discard(props.operation.id))}
        >
          Give up
        </Button>
        <CopyButton {...props} />
      </div>
    </>
  )
}

/** Nothing of it is lost: it can be sent again, taken elsewhere, or given up. */
function Refused(props: EntryProps): JSX.Element {
  const sync = useSync()
  const id = () => props.operation.id
  return (
    <>
      <Entry {...props} tag={<Tag tone="negative">Refused</Tag>} />
      <p>{props.operation.problem?.errors?.[0]?.reason ?? props.operation.problem?.title}</p>
      <Show when={props.operation.conflict}>
        <Conflict {...props} />
      </Show>
      <div class="fl acts gap-2">
        <Button size="sm" onClick={() => void attempt(() => sync.retry(id()))}>
          {props.operation.conflict ? 'Use mine' : 'Send again'}
        </Button>
        <Button size="sm" onClick={() => void attempt(() => sync.discard(id()))}>
          {props.operation.conflict ? 'Keep theirs' : 'Give up'}
        </Button>
        <CopyButton {...props} />
      </div>
    </>
  )
}

/** Yours stands over what somebody else had put there unseen: either can be had. */
function Overwritten(props: EntryProps): JSX.Element {
  const sync = useSync()
  const now = () => standing(props.operation, sync.rows)
  const theirs = () => props.operation.overwrote ?? {}
  const isTheirs = () => Object.entries(theirs()).every(([key, value]) => isSame(now()?.[key], value))
  const change = () => {
    const { body = {} } = props.operation
    const mine = Object.fromEntries(Object.keys(theirs()).map((key) => [key, body[key] ?? null]))
    const [from, to] = isTheirs() ? [theirs(), mine] : [mine, theirs()]
    return sync.perform(swap(props.operation, from, to, sync.rows))
  }
  return (
    <>
      <Entry {...props} tag={<Tag tone="caution">{isTheirs() ? 'Theirs stands' : 'Yours stands'}</Tag>} />
      <Conflict {...props} />
      <div class="fl acts gap-2">
        <Button size="sm" off={!now() && 'It is no longer on this device'} onClick={() => void attempt(change)}>
          {isTheirs() ? 'Use mine' : 'Take theirs'}
        </Button>
        <Button size="sm" onClick={() => void attempt(() => sync.discard(props.operation.id))}>
          Leave it so
        </Button>
        <CopyButton {...props} />
      </div>
    </>
  )
}

function Conflict(props: EntryProps): JSX.Element {
  return (
    <table class="tbl" aria-label="What both of you changed">
      <thead>
        <tr>
          <th scope="col">Fact</th>
          <th scope="col">Yours</th>
          <th scope="col">Theirs</th>
          <th scope="col">Before</th>
        </tr>
      </thead>
      <tbody>
        <For each={conflictLines(props.operation, props.known)}>
          {(line) => (
            <tr>
              <th scope="row">{line.name}</th>
              <td>{line.yours}</td>
              <td>{line.theirs}</td>
              <td class="q3">{line.before}</td>
            </tr>
          )}
        </For>
      </tbody>
    </table>
  )
}
