import CheckCheck from 'lucide-solid/icons/check-check'
import { For, type JSX, Show } from 'solid-js'
import { inWords } from '../../api/problems'
import type { Operation } from '../../sync/operation'
import { useSync } from '../../sync/store'
import { Button } from '../../ui/button'
import { Tag } from '../../ui/chip'
import { Page } from '../../ui/shell/page'
import { EmptyState } from '../../ui/states'
import { showToast } from '../../ui/toast'
import { When } from '../../ui/values'
import { asText, conflictLines, factLines, type NameOf } from './operation-words'
import './pending.css'

/** What was done on this device: what still waits for the server, what it refused and why, what it has taken. */
export default function PendingPage(): JSX.Element {
  const sync = useSync()
  const of = (state: Operation['state']) => sync.operations().filter((one) => one.state === state)
  const nameOf: NameOf = (id) => {
    const { users, customers, opportunities, pipelines } = sync.rows
    const stage = () =>
      Object.values(pipelines)
        .flatMap(({ stages }) => stages)
        .find((one) => one.id === id)
    return users[id]?.name ?? customers[id]?.name ?? opportunities[id]?.title ?? stage()?.name
  }
  return (
    <Page title="Changes on this device">
      <div class="page pending">
        <Show
          when={sync.operations().length > 0}
          fallback={
            <EmptyState icon={CheckCheck} title="Nothing waits">
              What you do without a connection is kept here until the server has it.
            </EmptyState>
          }
        >
          <Group title="Refused" operations={of('refused')}>
            {(operation) => <Refused operation={operation} nameOf={nameOf} />}
          </Group>
          <Group title="Waiting" operations={of('waiting')}>
            {(operation) => <Entry operation={operation} nameOf={nameOf} tag={<Tag>Not sent yet</Tag>} />}
          </Group>
          <Group title="Sent" operations={of('sent').toReversed()}>
            {(operation) => <Entry operation={operation} nameOf={nameOf} tag={<Tag tone="positive">Saved</Tag>} />}
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
  readonly nameOf: NameOf
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
          <For each={factLines(props.operation, props.nameOf)}>
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

/** Nothing of it is lost: it can be sent again, taken elsewhere, or given up. */
function Refused(props: EntryProps): JSX.Element {
  const sync = useSync()
  const attempt = async (act: () => Promise<void>) => {
    try {
      await act()
    } catch (problem) {
      showToast(inWords(problem), { bad: true })
    }
  }
  const copy = async () => {
    await navigator.clipboard.writeText(asText(props.operation, props.nameOf))
    showToast('Copied')
  }
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
        <Button size="sm" tone="quiet" onClick={() => void attempt(copy)}>
          Copy the text
        </Button>
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
        <For each={conflictLines(props.operation, props.nameOf)}>
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
