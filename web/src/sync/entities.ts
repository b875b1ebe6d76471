export const ENTITIES = [
  'opportunities',
  'customers',
  'pipelines',
  'users',
  'products',
  'customFields',
  'tasks',
  'taskParts',
] as const
export type Entity = (typeof ENTITIES)[number]
