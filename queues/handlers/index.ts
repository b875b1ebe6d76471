import type { Message } from '../messages'
import type { Handler } from './handler'
import { handleImport } from './run-import'
import { handleScore } from './score-opportunities'
import { handleTrain } from './train-model'

// Mapped over the messages: a new one does not compile until somebody handles it.
export const handlers: { readonly [Type in Message['type']]: Handler<Type> } = {
  'import.run': handleImport,
  'model.train': handleTrain,
  'opportunities.score': handleScore,
}
