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
  screen([paths.pipeline(), paths.pipeline(':id')], 'the pipeline', () => import('./features/sales/pipeline-page')),
  screen(paths.deal(':id'), 'the deal', () => import('./features/sales/deal-page')),
  screen(paths.model(), 'the model', () => import('./features/model/model-page')),
]

/** Every route. Those under SignedIn stand in the frame and need a session. */
export const routes: RouteDefinition[] = [
  { path: paths.home(), component: () => <Navigate href={paths.pipeline()} /> },
  ...publicScreens,
  { path: '/', component: SignedIn, children: screens },
  screen('*', 'the page', () => import('./not-found')),
]
