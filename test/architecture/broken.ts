/** A tiny tree for each import rule, with one import in it that the rule forbids and, where it matters, one it allows. */
export type Tree = Record<string, string>

const EMPTY = 'export const x = 1'
const imports = (...from: string[]) => from.map((path, i) => `export { x as x${i} } from '${path}'`).join('\n')
const typeImport = (from: string) => `import type { x } from '${from}'\nexport type X = typeof x`

export const broken: Record<string, { from: string; to: string; tree: Tree }> = {
  'kernel-stands-alone': {
    from: 'worker/kernel/money.ts',
    to: 'worker/sales/domain/stage.ts',
    tree: {
      'worker/kernel/money.ts': imports('../sales/domain/stage', './ids'),
      'worker/kernel/ids.ts': EMPTY,
      'worker/sales/domain/stage.ts': EMPTY,
    },
  },
  'domain-is-pure': {
    from: 'worker/sales/domain/stage.ts',
    to: 'fs',
    tree: {
      'worker/sales/domain/stage.ts': `import 'node:fs'\n${imports('../../kernel/money')}`,
      'worker/kernel/money.ts': EMPTY,
    },
  },
  'contract-is-portable': {
    from: 'worker/sales/contract.ts',
    to: 'worker/sales/persistence/opportunities.ts',
    tree: {
      'worker/sales/contract.ts': imports('./persistence/opportunities', './domain/stage'),
      'worker/sales/persistence/opportunities.ts': EMPTY,
      'worker/sales/domain/stage.ts': EMPTY,
    },
  },
  'application-knows-no-io': {
    from: 'worker/sales/application/move.ts',
    to: 'worker/platform/db.ts',
    tree: {
      'worker/sales/application/move.ts': imports('../../platform/db', '../domain/stage'),
      'worker/platform/db.ts': EMPTY,
      'worker/sales/domain/stage.ts': EMPTY,
    },
  },
  'neighbours-arrive-through-work': {
    from: 'worker/sales/application/move.ts',
    to: 'worker/tasks/index.ts',
    tree: {
      'worker/sales/application/move.ts': imports('../../tasks/index'),
      'worker/sales/application/close.ts': typeImport('../../tasks/index'),
      'worker/tasks/index.ts': EMPTY,
    },
  },
  'http-uses-the-front-door': {
    from: 'worker/sales/http/opportunities.ts',
    to: 'worker/sales/persistence/opportunities.ts',
    tree: {
      'worker/sales/http/opportunities.ts': imports('../persistence/opportunities', '../index'),
      'worker/sales/persistence/opportunities.ts': EMPTY,
      'worker/sales/index.ts': EMPTY,
    },
  },
  'neighbours-use-the-front-door': {
    from: 'worker/sales/persistence/opportunities.ts',
    to: 'worker/tasks/domain/task.ts',
    tree: {
      'worker/sales/persistence/opportunities.ts': imports('../../tasks/domain/task', '../../tasks/index'),
      'worker/tasks/domain/task.ts': EMPTY,
      'worker/tasks/index.ts': EMPTY,
    },
  },
  'platform-knows-no-domain': {
    from: 'worker/platform/db.ts',
    to: 'worker/sales/index.ts',
    tree: {
      'worker/platform/db.ts': imports('../sales/index', '../kernel/ids'),
      'worker/sales/index.ts': EMPTY,
      'worker/kernel/ids.ts': EMPTY,
    },
  },
  'objects-and-queues-too': {
    from: 'queues/handlers/run-import.ts',
    to: 'worker/sales/application/import.ts',
    tree: {
      'queues/handlers/run-import.ts': imports('../../worker/sales/application/import', '../../worker/sales/index'),
      'worker/sales/application/import.ts': EMPTY,
      'worker/sales/index.ts': EMPTY,
    },
  },
  'nothing-served-knows-this-machine': {
    from: 'worker/app.ts',
    to: 'drizzle/local/endpoint.ts',
    tree: {
      'worker/app.ts': imports('../drizzle/local/endpoint'),
      'worker/local/launch.ts': imports('../../drizzle/local/endpoint'),
      'drizzle/local/endpoint.ts': EMPTY,
    },
  },
  'schema-is-only-tables': {
    from: 'drizzle/schema/sales.ts',
    to: 'drizzle/seed.ts',
    tree: {
      'drizzle/schema/sales.ts': imports('../seed', './columns'),
      'drizzle/schema/columns.ts': EMPTY,
      'drizzle/seed.ts': EMPTY,
    },
  },
  'web-sees-contracts': {
    from: 'web/src/main.ts',
    to: 'worker/sales/index.ts',
    tree: {
      'web/src/main.ts': imports(
        '../../worker/sales/index',
        '../../worker/sales/contract',
        '../../worker/sales/domain/stage',
        '../../durable-objects/tenant-hub/messages',
      ),
      'worker/sales/index.ts': EMPTY,
      'worker/sales/contract.ts': EMPTY,
      'worker/sales/domain/stage.ts': EMPTY,
      'durable-objects/tenant-hub/messages.ts': EMPTY,
    },
  },
  'web-takes-only-the-api-type': {
    from: 'web/src/main.ts',
    to: 'worker/app.ts',
    tree: {
      'web/src/main.ts': imports('../../worker/app'),
      'web/src/client.ts': typeImport('../../worker/app'),
      'worker/app.ts': EMPTY,
    },
  },
  'ui-holds-no-data': {
    from: 'web/src/ui/table.ts',
    to: 'web/src/sync/store.ts',
    tree: { 'web/src/ui/table.ts': imports('../sync/store'), 'web/src/sync/store.ts': EMPTY },
  },
  'features-stand-alone': {
    from: 'web/src/features/sales/board.ts',
    to: 'web/src/features/tasks/list.ts',
    tree: {
      'web/src/features/sales/board.ts': imports('../tasks/list', './card'),
      'web/src/features/sales/card.ts': EMPTY,
      'web/src/features/tasks/list.ts': EMPTY,
    },
  },
  'nothing-imports-tests': {
    from: 'worker/app.ts',
    to: 'test/support/builders.ts',
    tree: { 'worker/app.ts': imports('../test/support/builders'), 'test/support/builders.ts': EMPTY },
  },
  'no-circles': {
    from: 'queues/consume.ts',
    to: 'queues/retry.ts',
    tree: {
      'queues/consume.ts': `${imports('./retry')}\nexport const x = 1`,
      'queues/retry.ts': `${imports('./consume')}\nexport const x = 1`,
      'queues/messages.ts': `${typeImport('./handlers')}\nexport const x = 1`,
      'queues/handlers.ts': `${imports('./messages')}\nexport const x = 1`,
    },
  },
}
