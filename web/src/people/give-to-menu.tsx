import { type JSX, Show } from 'solid-js'
import type { UserId } from '../../../worker/kernel/ids'
import { useSession } from '../session/session'
import { buttonClass } from '../ui/button'
import { Menu } from '../ui/menu'
import { usePeople } from './people'

/** Hands what is selected to a colleague. Not there for who sees only what is theirs: what they give away would be gone. */
export function GiveToMenu(props: { readonly onGive: (to: UserId, name: string) => void }): JSX.Element {
  const session = useSession()
  const people = usePeople()
  return (
    <Show when={session.me().role.scope !== 'own'}>
      <Menu
        class={buttonClass({ size: 'sm' })}
        placement="top-start"
        groups={[
          {
            label: 'Give to',
            items: people.active().map(({ id, name }) => ({ label: name, onSelect: () => props.onGive(id, name) })),
          },
        ]}
      >
        Give to
      </Menu>
    </Show>
  )
}
