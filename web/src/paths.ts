/** Handed along to the pipeline (as the state of the navigation) by a place where a deal with somebody is begun. */
export interface DealWith {
  readonly id: string
  readonly name: string
}

/** Every URL the app links to. Names in routes.tsx stand for the same places with their parameters open. */
export const paths = {
  home: () => '/',
  signIn: (next?: string) => (next ? `/sign-in?next=${encodeURIComponent(next)}` : '/sign-in'),
  signUp: () => '/sign-up',
  forgot: () => '/forgot',
  reset: () => '/reset',
  join: () => '/join',
  today: () => '/today',
  pipeline: (id?: string) => (id ? `/pipeline/${id}` : '/pipeline'),
  /** A deal in the panel beside the board it stands on. */
  peekDeal: (deal: string, pipeline?: string) => `${paths.pipeline(pipeline)}?deal=${deal}`,
  deal: (id: string) => `/deals/${id}`,
  tasks: (view?: 'team' | 'board' | 'calendar' | 'done') => (view ? `/tasks?view=${view}` : '/tasks'),
  /** A task beside the list it stands in. */
  peekTask: (task: string) => `/tasks?task=${task}`,
  /** A task on a page of its own, at one of its comments if there is one to go to. */
  task: (id: string, comment?: string) => (comment ? `/tasks/${id}#comment-${comment}` : `/tasks/${id}`),
  customers: () => '/customers',
  customer: (id: string) => `/customers/${id}`,
  notifications: () => '/notifications',
  import: () => '/import',
  importJob: (id: string) => `/imports/${id}`,
  model: () => '/model',
  admin: () => '/admin',
  adminUsers: () => '/admin/users',
  adminTeams: () => '/admin/teams',
  adminRoles: () => '/admin/roles',
  adminPipelines: () => '/admin/pipelines',
  adminFields: () => '/admin/fields',
  adminProducts: () => '/admin/products',
  settings: () => '/settings',
  sessions: () => '/settings/sessions',
  pending: () => '/pending',
  outbox: () => '/outbox',
  apiDocs: () => '/api-docs',
  kit: () => '/kit',
  kitFrame: () => '/kit/frame',
} as const
