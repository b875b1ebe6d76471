import Check from 'lucide-solid/icons/check'
import CircleX from 'lucide-solid/icons/circle-x'
import Kanban from 'lucide-solid/icons/kanban'
import TriangleAlert from 'lucide-solid/icons/triangle-alert'
import type { JSX } from 'solid-js'
import { Avatar, AvatarStack } from '../avatar'
import { Button } from '../button'
import { Checkbox } from '../check'
import { Tag } from '../chip'
import { Kbd } from '../kbd'
import { Loading, Skeleton } from '../progress'
import { ShellContext } from '../shell/context'
import { StatusLine } from '../shell/status-line'
import { SYNCED } from '../shell/sync-status'
import { EmptyState, ErrorState, NoPermission, OfflineState } from '../states'
import { showToast } from '../toast'
import { Part } from './part'

export function StateSections(): JSX.Element {
  return (
    <>
      <Part title="Tag, keys">
        <Tag>draft</Tag>
        <Tag tone="positive" icon={Check}>
          won
        </Tag>
        <Tag tone="caution" icon={TriangleAlert}>
          late
        </Tag>
        <Tag tone="negative" icon={CircleX}>
          error
        </Tag>
        <Tag tone="accent">new</Tag>
        <Kbd keys="mod+k" />
        <Kbd keys="g p" />
        <Kbd keys="enter" />
        <Kbd keys="escape" />
      </Part>
      <Part title="Avatar and sync">
        <Avatar name="Inês Carvalho" me size="md" />
        <Avatar name="Farid Haddad" size="md" />
        <Avatar name="Farid Haddad" />
        <AvatarStack
          people={[
            { name: 'Kofi Mensah', peer: 1 },
            { name: 'Yuki Tanaka', peer: 2 },
            { name: 'Priya Raman' },
            { name: 'Farid Haddad' },
            { name: 'Inês Carvalho' },
            { name: 'Henrik Baum' },
          ]}
        />
        <div class="w-full">
          <ShellContext.Provider value={{ sync: () => ({ ...SYNCED, state: 'sending', pending: 1 }) }}>
            <StatusLine hints={[{ keys: ['j', 'k'], does: 'next' }]} />
          </ShellContext.Provider>
          <ShellContext.Provider value={{ sync: () => ({ ...SYNCED, state: 'offline', pending: 3 }) }}>
            <StatusLine hints={[{ keys: ['m'], does: 'move' }]} />
          </ShellContext.Provider>
        </div>
      </Part>
      <Part title="Row: rest, hover, selected, loading, error">
        <Rows />
      </Part>
      <Part title="Empty, error, offline, no permission">
        <div class="w-full divide-y divide-line border border-line">
          <EmptyState
            icon={Kanban}
            title="Your pipeline is empty"
            actions={
              <>
                <Button tone="primary">Import deals</Button>
                <Button>Add one by hand</Button>
              </>
            }
          >
            Deals stand here in columns, one for each stage. Bring them from a CSV file and a model will learn from the
            closed ones.
          </EmptyState>
          <ErrorState
            title="Could not load the customers"
            kept="What you typed is kept."
            onRetry={() => showToast('Tried again')}
          >
            The server did not answer.
          </ErrorState>
          <OfflineState what="The model’s accuracy" onRetry={() => showToast('Tried again')} />
          <NoPermission what="roles" />
        </div>
      </Part>
    </>
  )
}

const GRID = 'row mx-0 grid-cols-[auto_minmax(0,1fr)_auto]'

function Rows(): JSX.Element {
  return (
    <div class="w-full">
      <div class={GRID}>
        <Checkbox label="Done" hideLabel round />
        <span>Prepare pilot report</span>
        <span class="t12 q2 n">12:00</span>
      </div>
      <div class={GRID} data-hover>
        <Checkbox label="Done" hideLabel round />
        <span>Check freight terms</span>
        <span class="t12 q2 n">15:00</span>
      </div>
      <div class={GRID} aria-current="true">
        <Checkbox label="Done" hideLabel round />
        <span>Review bearing list</span>
        <span class="t12 q2 n">17:00</span>
      </div>
      <Loading what="tasks">
        <div class={GRID}>
          <Skeleton width="16px" height="16px" round />
          <Skeleton width="62%" />
          <Skeleton width="36px" />
        </div>
      </Loading>
      <div class={GRID}>
        <span class="neg">
          <TriangleAlert class="i" />
        </span>
        <span>Could not save. Your text is kept.</span>
        <Button size="sm">Try again</Button>
      </div>
    </div>
  )
}
