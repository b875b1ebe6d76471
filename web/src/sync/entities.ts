export const ENTITIES = [
  'opportunities',
  'customers',
  'pipelines',
  'users',
  'products',
  'customFields',
  'tasks',
  'taskParts',
  'notifications',
] as const
export type Entity = (typeof ENTITIES)[number]
