import { createSignal, type JSX, lazy, Show, Suspense } from 'solid-js'
import { useSession } from '../../session/session'
import { Button } from '../../ui/button'
import type { PartProps } from './task-doc'
import { templateOf } from './template-draft'

const TemplatesDialog = lazy(() => import('./templates-dialog'))

/** A task that comes up again and again, kept to be made anew. */
export function KeepAsTemplate(props: PartProps): JSX.Element {
  const session = useSession()
  const [asking, setAsking] = createSignal(false)
  return (
    <Show when={session.may('tasks.create_all_types')}>
      <Button class="flush" size="sm" tone="quiet" onClick={() => setAsking(true)}>
        Keep as a template
      </Button>
      <Suspense>
        <Show when={asking()}>
          <TemplatesDialog draft={templateOf(props.whole, new Date())} onClose={() => setAsking(false)} />
        </Show>
      </Suspense>
    </Show>
  )
}
