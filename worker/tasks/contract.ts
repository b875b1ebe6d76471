// What the API and the app say to each other about tasks: whoever is outside of this domain imports it from here.
export * from './contract/bulk'
export * from './contract/changes'
export * from './contract/lists'
export * from './contract/parts'
export * from './contract/rows'
export * from './contract/templates'
