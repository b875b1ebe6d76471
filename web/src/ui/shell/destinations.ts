import Activity from 'lucide-solid/icons/activity'
import Building from 'lucide-solid/icons/building-complex'
import CircleCheck from 'lucide-solid/icons/circle-check'
import Kanban from 'lucide-solid/icons/kanban'
import Settings2 from 'lucide-solid/icons/settings-2'
import Sun from 'lucide-solid/icons/sun'
import Upload from 'lucide-solid/icons/upload'
import { paths } from '../../paths'
import type { Icon } from '../icon'

/** A place the navigation leads to. */
export interface Destination {
  readonly key: 'today' | 'pipeline' | 'tasks' | 'customers' | 'import' | 'model' | 'admin'
  readonly label: string
  readonly href: string
  /** Everything under this path belongs to it. */
  readonly under: readonly string[]
  readonly icon: Icon
  readonly keys: string
  /** At the foot of the rail, and under More on the phone. */
  readonly foot: boolean
}

export const DESTINATIONS: readonly Destination[] = [
  { key: 'today', label: 'Today', href: paths.today(), under: ['/today'], icon: Sun, keys: 'g d', foot: false },
  {
    key: 'pipeline',
    label: 'Pipeline',
    href: paths.pipeline(),
    under: ['/pipeline', '/deals'],
    icon: Kanban,
    keys: 'g p',
    foot: false,
  },
  { key: 'tasks', label: 'Tasks', href: paths.tasks(), under: ['/tasks'], icon: CircleCheck, keys: 'g t', foot: false },
  {
    key: 'customers',
    label: 'Customers',
    href: paths.customers(),
    under: ['/customers'],
    icon: Building,
    keys: 'g c',
    foot: false,
  },
  {
    key: 'import',
    label: 'Import',
    href: paths.import(),
    under: ['/import', '/imports'],
    icon: Upload,
    keys: 'g i',
    foot: false,
  },
  { key: 'model', label: 'Model', href: paths.model(), under: ['/model'], icon: Activity, keys: 'g m', foot: true },
  {
    key: 'admin',
    label: 'Admin',
    href: paths.admin(),
    under: ['/admin'],
    icon: Settings2,
    keys: 'g a',
    foot: true,
  },
]

/** Whether a path lies at this destination or under it. */
export function isAt(destination: Pick<Destination, 'under'>, pathname: string): boolean {
  return destination.under.some((root) => pathname === root || pathname.startsWith(`${root}/`))
}
