import type { Stage } from '../../../../worker/sales/contract'
import { useCommands } from '../../ui/commands'
import type { DealActions } from './deal-actions'

export interface DealKeysOptions {
  readonly id: string
  readonly actions: DealActions
  readonly stages: () => readonly Stage[]
  readonly isOpen: () => boolean
  readonly canMove: () => boolean
  readonly onBack: () => void
  readonly onStep: (by: 1 | -1) => void
  /** What can be tried is to be seen. */
  readonly onWhatIf: () => void
}

/** What the keys do on a deal's page, and the palette with it. */
export function useDealKeys(options: DealKeysOptions): void {
  const { actions } = options
  useCommands(() => [
    {
      id: 'deal.back',
      label: 'Back to the pipeline',
      group: 'Go to',
      keys: 'escape',
      keyOnly: true,
      run: () => options.onBack(),
    },
    { id: 'list.next', label: 'Next deal', group: 'List', keys: 'j', keyOnly: true, run: () => options.onStep(1) },
    {
      id: 'list.previous',
      label: 'Previous deal',
      group: 'List',
      keys: 'k',
      keyOnly: true,
      run: () => options.onStep(-1),
    },
    ...(options.canMove()
      ? options.stages().map((stage, index) => ({
          id: `deal.stage.${stage.id}`,
          label: `Move to ${stage.name}`,
          group: 'Deals',
          ...(index < 9 && { keys: String(index + 1) }),
          run: () => actions.move(options.id, stage),
        }))
      : []),
    ...(options.canMove()
      ? [
          { id: 'deal.win', label: 'Mark as won', group: 'Deals', run: () => actions.win(options.id) },
          { id: 'deal.lose', label: 'Mark as lost', group: 'Deals', run: () => actions.lose(options.id) },
        ]
      : []),
    ...(options.isOpen()
      ? [
          {
            id: 'deal.what-if',
            label: 'Try what would change the chance',
            group: 'Deals',
            keys: 'w',
            run: () => {
              options.onWhatIf()
              document.querySelector<HTMLElement>('[aria-label="What if"] input')?.focus()
            },
          },
        ]
      : []),
    ...(actions.mayLog()
      ? [
          {
            id: 'deal.log',
            label: 'Log activity',
            group: 'Deals',
            keys: 'l',
            run: () => logHere(() => actions.log(options.id)),
          },
        ]
      : []),
  ])
}

/** The composer where it is in sight, the sheet where it is not. */
export function logHere(ask: () => void): void {
  const composer = document.getElementById('composer')
  if (composer?.checkVisibility()) composer.focus()
  else ask()
}
