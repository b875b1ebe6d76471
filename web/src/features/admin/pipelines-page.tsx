import Ellipsis from 'lucide-solid/icons/ellipsis'
import Plus from 'lucide-solid/icons/plus'
import { createSignal, For, type JSX, lazy, Show, Suspense } from 'solid-js'
import type { Pipeline, Stage } from '../../../../worker/sales/contract'
import { useSession } from '../../session/session'
import { useSync } from '../../sync/store'
import { Button } from '../../ui/button'
import { Tag } from '../../ui/chip'
import { plural } from '../../ui/format'
import { Menu } from '../../ui/menu'
import { showToast, showUndo } from '../../ui/toast'
import { AdminPage, Await } from './admin-page'
import { LineInput } from './line-input'
import { attempt, command, createRows, type RowList } from './rows'
import { StageList } from './stage-list'
import { endStagesOf, openStagesOf } from './stage-order'

const PipelineDialog = lazy(() => import('./pipeline-dialog'))
const ArchiveStageDialog = lazy(() => import('./archive-stage-dialog'))

export default function PipelinesPage(): JSX.Element {
  const session = useSession()
  return (
    <Show when={session.may('org.configure_settings')} fallback={<AdminPage section="pipelines">{null}</AdminPage>}>
      <PipelinesBody />
    </Show>
  )
}

function PipelinesBody(): JSX.Element {
  const sync = useSync()
  const pipelines = createRows<Pipeline>('/pipelines', (row) => sync.absorb({ pipelines: [row] }))
  const [adding, setAdding] = createSignal(false)
  const inOrder = (rows: readonly Pipeline[]) => rows.toSorted((a, b) => a.position - b.position)
  return (
    <AdminPage
      section="pipelines"
      note={pipelines.rows() && plural(pipelines.rows()?.length ?? 0, 'pipeline')}
      actions={
        <Button tone="primary" icon={Plus} onClick={() => setAdding(true)}>
          New pipeline
        </Button>
      }
      hints={[{ keys: ['up', 'down'], does: 'move a stage by its handle' }]}
    >
      <Await what="the pipelines" value={pipelines.rows()} error={pipelines.error()} onRetry={pipelines.reload}>
        {(rows) => (
          <For each={inOrder(rows())}>{(pipeline) => <PipelineBlock pipeline={pipeline} pipelines={pipelines} />}</For>
        )}
      </Await>
      <Show when={adding()}>
        <Suspense>
          <PipelineDialog
            onClose={() => setAdding(false)}
            onAdded={(pipeline) => {
              pipelines.put(pipeline)
              sync.absorb({ pipelines: [pipeline] })
              setAdding(false)
            }}
          />
        </Suspense>
      </Show>
    </AdminPage>
  )
}

function PipelineBlock(props: { readonly pipeline: Pipeline; readonly pipelines: RowList<Pipeline> }): JSX.Element {
  const sync = useSync()
  const [archiving, setArchiving] = createSignal<Stage>()
  const [newName, setNewName] = createSignal('')
  const open = () => openStagesOf(props.pipeline)
  const path = () => `/pipelines/${props.pipeline.id}`

  const take = (pipeline: Pipeline) => {
    props.pipelines.put(pipeline)
    sync.absorb({ pipelines: [pipeline] })
  }
  // One after the other: each change of a stage makes a new version of it.
  let last: Promise<unknown> = Promise.resolve()
  const change = (id: string, patch: Partial<Stage>): Promise<boolean> => {
    const sent = last.then(async () => {
      const version = props.pipeline.stages.find((stage) => stage.id === id)?.version
      const done = await attempt(() => command<Pipeline>('PATCH', `${path()}/stages/${id}`, { ...patch, version }))
      if (done) take(done.answer)
      else props.pipelines.reload()
      return done !== undefined
    })
    last = sent
    return sent
  }
  const edit = async (stage: Stage, patch: Partial<Stage>, back: Partial<Stage>, said: string) => {
    const { id } = stage
    if (await change(id, patch)) showUndo(said, () => void change(id, back))
  }
  const add = async (event: SubmitEvent) => {
    event.preventDefault()
    const name = newName().trim()
    if (name === '') return
    const done = await attempt(() =>
      command<Pipeline>('POST', `${path()}/stages`, { name, expectedDays: null, position: open().length }),
    )
    if (!done) return
    setNewName('')
    take(done.answer)
  }
  const makeDefault = async () => {
    const done = await attempt(() =>
      command<Pipeline>('PATCH', path(), { isDefault: true, version: props.pipeline.version }),
    )
    if (!done) return
    take(done.answer)
    // Another one is no longer the default: only the list knows which.
    props.pipelines.reload()
    void sync.refresh()
    showToast(`New deals now go to ${done.answer.name}`)
  }
  const rename = async (name: string) => {
    const { id, name: before } = props.pipeline
    if (await props.pipelines.change(id, { name }))
      showUndo(`Renamed to ${name}`, () => void props.pipelines.change(id, { name: before }))
  }

  return (
    <section class="pipe" aria-label={props.pipeline.name}>
      <header class="bar-t">
        <h2 class="vh">{props.pipeline.name}</h2>
        <div class="pipe-name">
          <LineInput
            label={`Name of the pipeline ${props.pipeline.name}`}
            text={props.pipeline.name}
            maxLength={100}
            class="strong"
            onSave={(name) => void rename(name)}
          />
        </div>
        <Show when={props.pipeline.isDefault}>
          <Tag>New deals go here</Tag>
        </Show>
        <i class="sp" />
        <Show when={!props.pipeline.isDefault}>
          <Menu
            class="btn ic g"
            placement="bottom-end"
            aria-label={`More about ${props.pipeline.name}`}
            groups={[{ items: [{ label: 'Make it the default', onSelect: () => void makeDefault() }] }]}
          >
            <Ellipsis class="i" />
          </Menu>
        </Show>
      </header>
      <StageList
        stages={open()}
        ends={endStagesOf(props.pipeline)}
        onRename={(stage, name) => void edit(stage, { name }, { name: stage.name }, `Renamed to ${name}`)}
        onDays={(stage, expectedDays) =>
          void edit(
            stage,
            { expectedDays },
            { expectedDays: stage.expectedDays },
            expectedDays === null ? `${stage.name} has no norm` : `${stage.name}: ${plural(expectedDays, 'day')}`,
          )
        }
        onMove={(stage, position) =>
          void edit(stage, { position }, { position: stage.position }, `Moved ${stage.name}`)
        }
        onArchive={setArchiving}
      />
      <form class="add-stage" onSubmit={(event) => void add(event)}>
        <input
          class="field"
          aria-label={`New stage of ${props.pipeline.name}`}
          placeholder="New stage"
          maxLength={100}
          value={newName()}
          onInput={(event) => setNewName(event.currentTarget.value)}
        />
        <Button type="submit" icon={Plus} off={newName().trim() === '' && 'Name the stage first'}>
          Add stage
        </Button>
      </form>
      <Show when={archiving()} keyed>
        {(stage) => (
          <Suspense>
            <ArchiveStageDialog
              stage={stage}
              path={`${path()}/stages/${stage.id}`}
              onClose={() => setArchiving(undefined)}
              onArchived={(pipeline) => {
                take(pipeline)
                setArchiving(undefined)
              }}
            />
          </Suspense>
        )}
      </Show>
    </section>
  )
}
