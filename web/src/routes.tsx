import { Navigate, type RouteDefinition } from '@solidjs/router'
import { paths } from './paths'
import { SignedIn } from './signed-in'
import { screen } from './ui/screen'

// One line per screen: its path, what it is called while it loads, and the file it lives in.
const publicScreens: RouteDefinition[] = [
  screen(paths.signIn(), 'the sign-in page', () => import('./features/organization/sign-in-page')),
  screen(paths.signUp(), 'the sign-up page', () => import('./features/organization/sign-up-page')),
  screen(paths.forgot(), 'the password page', () => import('./features/organization/forgot-page')),
  screen(paths.reset(), 'the password page', () => import('./features/organization/reset-page')),
  screen(paths.join(), 'the invitation', () => import('./features/organization/join-page')),
  screen(paths.outbox(), 'the outbox', () => import('./features/organization/outbox-page')),
  screen(paths.apiDocs(), 'the API', () => import('./features/api-docs/api-docs-page')),
  screen(paths.kit(), 'the kit', () => import('./ui/kit/kit-page')),
  screen(paths.kitFrame(), 'the kit', () => import('./ui/kit/frame-page')),
]

const screens: RouteDefinition[] = [
  screen(paths.today(), 'your day', () => import('./features/today/today-page')),
  screen(paths.import(), 'the import', () => import('./features/import/import-page')),
  screen(paths.importJob(':id'), 'the import', () => import('./features/import/import-job-page')),
  screen([paths.pipeline(), paths.pipeline(':id')], 'the pipeline', () => import('./features/sales/pipeline-page')),
  screen(paths.deal(':id'), 'the deal', () => import('./features/sales/deal-page')),
  screen(paths.tasks(), 'the tasks', () => import('./features/tasks/tasks-page')),
  screen(paths.task(':id'), 'the task', () => import('./features/tasks/task-page')),
  screen(paths.customers(), 'the customers', () => import('./features/customers/customers-page')),
  screen(paths.customer(':id'), 'the customer', () => import('./features/customers/customer-page')),
  screen(paths.notifications(), 'your notifications', () => import('./features/notifications/notifications-page')),
  screen(paths.model(), 'the model', () => import('./features/model/model-page')),
  screen(paths.admin(), 'the console', () => import('./features/admin/first-section')),
  screen(paths.adminUsers(), 'the people', () => import('./features/admin/users-page')),
  screen(paths.adminTeams(), 'the teams', () => import('./features/admin/teams-page')),
  screen(paths.adminRoles(), 'the roles', () => import('./features/admin/roles-page')),
  screen(paths.adminPipelines(), 'the pipelines', () => import('./features/admin/pipelines-page')),
  screen(paths.adminFields(), 'the fields', () => import('./features/admin/fields-page')),
  screen(paths.adminProducts(), 'the products', () => import('./features/admin/products-page')),
  screen(paths.settings(), 'the settings', () => import('./features/settings/settings-page')),
  screen(paths.pending(), 'what waits', () => import('./features/pending/pending-page')),
  screen(paths.sessions(), 'your sessions', () => import('./features/settings/sessions-page')),
]

/** Every route. Those under SignedIn stand in the frame and need a session. */
export const routes: RouteDefinition[] = [
  { path: paths.home(), component: () => <Navigate href={paths.today()} /> },
  ...publicScreens,
  { path: '/', component: SignedIn, children: screens },
  screen('*', 'the page', () => import('./not-found')),
]
