// What the API and the app say to each other about the success model: whoever is outside of this domain imports it from here.
export * from './contract/metrics'
export * from './contract/models'
export * from './contract/predictions'
export * from './contract/serving'
