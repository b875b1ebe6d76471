/** On which step of the ladder a model stands, from none of the company's own data to nothing else; lowest first. */
export const RUNGS = ['base_rate', 'prior', 'prior_calibrated', 'pooled', 'residual', 'own'] as const
export type Rung = (typeof RUNGS)[number]
