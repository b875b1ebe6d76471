const PURE = ['^worker/kernel/', 'node_modules/zod/']

export default {
  forbidden: [
    {
      name: 'kernel-stands-alone',
      comment: 'Every domain shares these words; they lean on nothing of ours.',
      severity: 'error',
      from: { path: '^worker/kernel/' },
      to: { pathNot: ['^worker/kernel/', 'node_modules/(zod|uuid)/'] },
    },
    {
      name: 'domain-is-pure',
      comment: 'What decides neither reads nor writes.',
      severity: 'error',
      from: { path: '^worker/([^/]+)/domain/' },
      to: { pathNot: ['^worker/$1/domain/', ...PURE] },
    },
    {
      name: 'contract-is-portable',
      comment: 'The web app imports contracts: whatever they import, it downloads.',
      severity: 'error',
      from: { path: '^worker/([^/]+)/contract(/|\\.ts$)' },
      to: { pathNot: ['^worker/$1/(contract|domain)/', ...PURE] },
    },
    {
      name: 'application-knows-no-io',
      severity: 'error',
      from: { path: '^worker/([^/]+)/application/' },
      to: {
        pathNot: [
          '^worker/$1/(application|domain)/',
          '^worker/$1/contract\\.ts$',
          '^worker/[^/]+/index\\.ts$',
          ...PURE,
        ],
      },
    },
    {
      name: 'neighbours-arrive-through-work',
      comment: "A use case knows a neighbour's types; its values come with the work.",
      severity: 'error',
      from: { path: '^worker/([^/]+)/application/' },
      to: { path: '^worker/[^/]+/index\\.ts$', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'http-uses-the-front-door',
      severity: 'error',
      from: { path: '^worker/([^/]+)/http/' },
      to: { path: '^(worker/[^/]+/persistence|drizzle)/' },
    },
    {
      name: 'neighbours-use-the-front-door',
      severity: 'error',
      from: { path: '^worker/([^/]+)/' },
      to: { path: '^worker/(?!$1/|kernel/|platform/)[^/]+/', pathNot: '^worker/[^/]+/index\\.ts$' },
    },
    {
      name: 'platform-knows-no-domain',
      comment: 'The outside world is met once, for whoever comes.',
      severity: 'error',
      from: { path: '^worker/platform/' },
      to: { path: '^worker/(?!platform/|kernel/)[^/]+/' },
    },
    {
      name: 'objects-and-queues-too',
      severity: 'error',
      from: { path: '^(durable-objects|queues)/' },
      to: { path: '^worker/[^/]+/(application|persistence|http)/' },
    },
    {
      name: 'nothing-served-knows-this-machine',
      comment: 'The launcher and the embedded database never reach production.',
      severity: 'error',
      from: { path: '^(worker|durable-objects|queues|web)/', pathNot: '^worker/local/' },
      to: { path: '^(worker|drizzle)/local/' },
    },
    {
      name: 'schema-is-only-tables',
      severity: 'error',
      from: { path: '^drizzle/schema/' },
      to: { pathNot: ['^drizzle/schema/', '^worker/kernel/', 'node_modules/(drizzle-orm|uuid)/'] },
    },
    {
      name: 'web-sees-contracts',
      severity: 'error',
      from: { path: '^web/' },
      to: {
        path: '^(worker|durable-objects|queues|drizzle)/',
        pathNot: [
          '^worker/(kernel/|[^/]+/(contract\\.ts$|domain/)|app\\.ts$)',
          '^durable-objects/[^/]+/messages\\.ts$',
        ],
      },
    },
    {
      name: 'web-takes-only-the-api-type',
      severity: 'error',
      from: { path: '^web/' },
      to: { path: '^worker/app\\.ts$', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'ui-holds-no-data',
      severity: 'error',
      from: { path: '^web/src/ui/' },
      to: { path: '^web/src/(api|features|session|sync)/' },
    },
    {
      name: 'features-stand-alone',
      severity: 'error',
      from: { path: '^web/src/features/([^/]+)/' },
      to: { path: '^web/src/features/(?!$1/)' },
    },
    {
      name: 'nothing-imports-tests',
      severity: 'error',
      from: { pathNot: '^test/' },
      to: { path: '^test/' },
    },
    {
      name: 'no-circles',
      comment: 'A type may point back, as the bindings do at the objects they bind: it is gone before anything runs.',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
  ],
  options: {
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
}
